package org.jiaohui.dataset.format.spreadsheet;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the rows of one sheet to a file, for {@link SpooledRows}: formats whose sheets cannot be read one at a time are read once this way. */
final class SheetSpool implements AutoCloseable {
    /**
     * A cell that holds something.
     *
     * @param times how often it is repeated to the right
     * @param text whether the sender wrote it as text
     * @param error whether it shows the error of a formula
     */
    record Cell(int column, int times, String value, boolean text, boolean error) {}

    private final DataOutputStream out;

    SheetSpool(Path file) throws IOException {
        out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    }

    /** Writes a row that occurs so many times, at least once. */
    void row(List<Cell> cells, int times) throws IOException {
        out.writeInt(times);
        out.writeInt(cells.size());
        for (Cell cell : cells) {
            byte[] value = cell.value().getBytes(StandardCharsets.UTF_8);
            out.writeShort(cell.column());
            out.writeShort(cell.times());
            out.writeBoolean(cell.text());
            out.writeBoolean(cell.error());
            out.writeInt(value.length);
            out.write(value);
        }
    }

    /** Marks the end of the rows and closes the file. */
    void end() throws IOException {
        out.writeInt(0);
        out.close();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
