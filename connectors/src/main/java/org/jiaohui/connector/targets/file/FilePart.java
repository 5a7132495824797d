package org.jiaohui.connector.targets.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;

/** Some bytes in the middle of a file, read from the disk each time they are asked for: once to be signed, once to be sent. */
final class FilePart implements ContentStreamProvider, AutoCloseable {
    private final Path file;
    private final long from;
    private final long length;
    private @Nullable InputStream open;

    FilePart(Path file, long from, long length) {
        this.file = file;
        this.from = from;
        this.length = length;
    }

    @Override
    public InputStream newStream() {
        try {
            close();
            InputStream in = Files.newInputStream(file);
            open = in;
            in.skipNBytes(from);
            return new Bounded(in, length);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void close() throws IOException {
        InputStream last = open;
        if (last != null) {
            last.close();
        }
    }

    private static final class Bounded extends FilterInputStream {
        private long left;

        private Bounded(InputStream in, long left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int most) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(most, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long most) throws IOException {
            long skipped = in.skip(Math.min(most, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(in.available(), left);
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
