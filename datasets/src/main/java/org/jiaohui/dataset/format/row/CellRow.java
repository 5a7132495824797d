package org.jiaohui.dataset.format.row;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** One row of UTF-8 cells, filled again and again: the arrays are reused and nothing is allocated per value on the way out. */
public final class CellRow {
    /** Why a row cannot be taken whatever its schema is: the position of the cell ({@code -1} for the whole row), a rule, the value and a sentence. */
    public record Problem(int column, String rule, String value, String reason) {}

    /** What a row may hold, so that no file can fill the memory by repeating one long cell. */
    private static final int MOST_BYTES = 16 << 20;

    private byte[] bytes = new byte[4096];
    private int[] starts = new int[32];
    private int[] lengths = new int[32];
    private boolean[] written = new boolean[32];
    private int used;
    private int count;
    private boolean full;
    private Optional<Problem> problem = Optional.empty();
    private Optional<String> raw = Optional.empty();

    public void clear() {
        used = 0;
        count = 0;
        full = false;
        problem = Optional.empty();
        raw = Optional.empty();
    }

    /** Number of cells, trailing empty ones possibly left out. */
    public int count() {
        return count;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int start(int column) {
        return column < count ? starts[column] : 0;
    }

    /** Length in bytes; 0 for an empty or absent cell. */
    public int length(int column) {
        return column < count ? lengths[column] : 0;
    }

    /** Whether the sender wrote the cell as text, so that digits in it are not a number. */
    public boolean isText(int column) {
        return column < count && written[column];
    }

    /** Whether the row was too long for a cell, so that further ones need not be fetched. */
    public boolean isFull() {
        return full;
    }

    public Optional<Problem> problem() {
        return problem;
    }

    /** Keeps the first problem of the row. */
    public void refuse(int column, String rule, String value, String reason) {
        if (problem.isEmpty()) {
            problem = Optional.of(
                    new Problem(column, rule, value.length() > 200 ? value.substring(0, 200) : value, reason));
        }
    }

    public void setText(int column, String value) {
        set(column, value, true);
    }

    public void setValue(int column, String value) {
        set(column, value, false);
    }

    private void set(int column, String value, boolean text) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        set(column, utf8, 0, utf8.length, text);
    }

    /** Sets one cell; cells before it that were never set are empty. A row that becomes longer than 16 MB is refused and takes no more. */
    public void set(int column, byte[] source, int start, int length, boolean text) {
        if (column >= starts.length) {
            int size = Math.max(column + 1, starts.length * 2);
            starts = Arrays.copyOf(starts, size);
            lengths = Arrays.copyOf(lengths, size);
            written = Arrays.copyOf(written, size);
        }
        while (count <= column) {
            starts[count] = 0;
            lengths[count] = 0;
            written[count] = false;
            count++;
        }
        if (length > MOST_BYTES - used) {
            full = true;
            refuse(column, "length", "", "该行超过 16 MB / the row is longer than 16 MB");
            return;
        }
        if (used + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.clamp(bytes.length * 2L, used + length, MOST_BYTES));
        }
        System.arraycopy(source, start, bytes, used, length);
        starts[column] = used;
        lengths[column] = length;
        written[column] = text;
        used += length;
    }

    public String string(int column) {
        return column < count ? new String(bytes, starts[column], lengths[column], StandardCharsets.UTF_8) : "";
    }

    /** Whether no cell holds anything but white space. */
    public boolean isBlank() {
        for (int i = 0; i < count; i++) {
            if (!isBlank(i)) {
                return false;
            }
        }
        return problem.isEmpty();
    }

    public boolean isBlank(int column) {
        return length(column) == 0 || string(column).isBlank();
    }

    /** Says how the sender wrote the row, where that is known. */
    public void setRaw(String text) {
        raw = Optional.of(text);
    }

    /** The row as one line for quarantine: as its sender wrote it or, where that is not known, its cells separated by tabs. */
    public String raw() {
        if (raw.isPresent()) {
            return raw.get();
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < count && line.length() < 10_000; i++) {
            if (i > 0) {
                line.append('\t');
            }
            line.append(string(i));
        }
        return line.toString();
    }
}
