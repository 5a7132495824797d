package org.jiaohui.exchange.mend;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The numbers of rows in the order in which the rows come. They lie in a file, eight bytes a row: what a person sends back may be sorted in any way, and of any length. */
public final class RowOrder implements AutoCloseable {
    private final Path path;
    private final DataOutputStream out;
    private final RandomAccessFile file;

    /** An empty order, which keeps its file in {@code folder} until it is closed. */
    public RowOrder(Path folder) {
        try {
            Files.createDirectories(folder);
            path = Files.createTempFile(folder, "order", ".rows");
            out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path), 1 << 16));
            file = new RandomAccessFile(path.toFile(), "r");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public void add(long number) {
        try {
            out.writeLong(number);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The number of the row at a position, from 1; the position itself behind the last one. */
    public synchronized long numberOf(long position) {
        try {
            out.flush();
            file.seek((position - 1) * Long.BYTES);
            return file.readLong();
        } catch (EOFException behind) {
            return position;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        try (out;
                file) {
            Files.deleteIfExists(path);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
