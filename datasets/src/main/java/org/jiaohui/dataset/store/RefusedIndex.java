package org.jiaohui.dataset.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.RefusedRows.Reading;
import org.jiaohui.exchange.dataset.RefusedRows.RefusedRow;

/** Refused rows by their number, unpacked into two files: where each row begins, eight bytes a number, and the rows. */
final class RefusedIndex implements AutoCloseable {
    private final Path folder;
    private final RandomAccessFile starts;
    private final RandomAccessFile rows;

    /**
     * Takes rows out of a reading, which stays open.
     *
     * @param onlyUnread whether rows that were read as a whole, and broke a rule, are left out
     */
    RefusedIndex(Reading reading, boolean onlyUnread, Path home) {
        List<String> columns = reading.columns();
        try {
            Files.createDirectories(home);
            folder = Files.createTempDirectory(home, "refused");
            starts = new RandomAccessFile(folder.resolve("starts").toFile(), "rw");
            rows = new RandomAccessFile(folder.resolve("rows").toFile(), "rw");
            // Offset 0 is "no such row".
            rows.writeInt(0);
            for (Optional<RefusedRow> row = reading.next(); row.isPresent(); row = reading.next()) {
                if (!onlyUnread || UnreadValues.of(row.get(), columns).isPresent()) {
                    put(row.get());
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void put(RefusedRow row) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(row.cells().size());
        List<String> fields = new ArrayList<>(List.of(row.column(), row.rule(), row.value(), row.reason(), row.raw()));
        fields.addAll(row.cells());
        for (String field : fields) {
            byte[] text = field.getBytes(StandardCharsets.UTF_8);
            out.writeInt(text.length);
            out.write(text);
        }
        starts.seek(row.number() * Long.BYTES);
        starts.writeLong(rows.length());
        rows.seek(rows.length());
        rows.writeInt(bytes.size());
        rows.write(bytes.toByteArray());
    }

    /** The row with a number; several parts of a file may be asked for at once. */
    synchronized Optional<RefusedRow> find(long number) {
        try {
            if ((number + 1) * Long.BYTES > starts.length()) {
                return Optional.empty();
            }
            starts.seek(number * Long.BYTES);
            long start = starts.readLong();
            if (start == 0) {
                return Optional.empty();
            }
            rows.seek(start);
            byte[] bytes = new byte[rows.readInt()];
            rows.readFully(bytes);
            return Optional.of(row(number, new DataInputStream(new ByteArrayInputStream(bytes))));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static RefusedRow row(long number, DataInputStream in) throws IOException {
        int cells = in.readInt();
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < 5 + cells; i++) {
            fields.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
        }
        return new RefusedRow(
                number,
                fields.get(0),
                fields.get(1),
                fields.get(2),
                fields.get(3),
                fields.get(4),
                fields.subList(5, fields.size()));
    }

    @Override
    public void close() {
        try (starts;
                rows) {
            Files.deleteIfExists(folder.resolve("starts"));
            Files.deleteIfExists(folder.resolve("rows"));
            Files.deleteIfExists(folder);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
