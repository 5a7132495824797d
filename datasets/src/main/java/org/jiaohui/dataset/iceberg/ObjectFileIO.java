package org.jiaohui.dataset.iceberg;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.jiaohui.dataset.objectstore.ObjectStore;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;

/**
 * Iceberg's files as objects. Locations are the store's address and the key, so that Spark and Trino find them; a location that was written under another
 * address of the same store (a restored backup, a moved folder) is still found by its part from {@link #TABLES} on.
 */
final class ObjectFileIO implements FileIO {
    /** First segment of every key of the catalogue; its dot keeps it apart from dataset ids. */
    static final String TABLES = "tables.iceberg";

    private final transient ObjectStore objects;

    ObjectFileIO(ObjectStore objects) {
        this.objects = objects;
    }

    static String key(String location) {
        int start = location.lastIndexOf("/" + TABLES + "/");
        if (start < 0) {
            throw new IllegalArgumentException("not a location of this catalogue: " + location);
        }
        return location.substring(start + 1);
    }

    @Override
    public InputFile newInputFile(String location) {
        return new ObjectInput(location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new ObjectOutput(location);
    }

    @Override
    public void deleteFile(String location) {
        objects.delete(key(location));
    }

    private OptionalLong size(String location) {
        return answered(() -> objects.findSize(key(location)));
    }

    /** Iceberg reads metadata again for minutes after any other exception; nobody waits that long for a store that does not answer. */
    private static <T> T answered(Supplier<T> request) {
        try {
            return request.get();
        } catch (ExchangeException e) {
            throw new Unanswered(e);
        }
    }

    /** The object store's own trouble, in the one form that ends Iceberg's retries; {@link DatasetTables} hands its cause on. */
    static final class Unanswered extends NotFoundException {
        private final ExchangeException trouble;

        Unanswered(ExchangeException trouble) {
            super(trouble, "%s", trouble.getMessage());
            this.trouble = trouble;
        }

        ExchangeException trouble() {
            return trouble;
        }
    }

    private final class ObjectInput implements InputFile {
        private final String location;
        private long length = -1;

        ObjectInput(String location) {
            this.location = location;
        }

        @Override
        public long getLength() {
            if (length < 0) {
                length = size(location).orElseThrow(() -> new NotFoundException("no object %s", location));
            }
            return length;
        }

        @Override
        public SeekableInputStream newStream() {
            return new ObjectInputStream(key(location), getLength());
        }

        @Override
        public String location() {
            return location;
        }

        @Override
        public boolean exists() {
            return size(location).isPresent();
        }
    }

    private final class ObjectInputStream extends SeekableInputStream {
        private final String key;
        private final long length;
        private long position;
        private @Nullable InputStream open;

        ObjectInputStream(String key, long length) {
            this.key = key;
            this.length = length;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void seek(long target) throws IOException {
            if (target != position) {
                close();
                position = target;
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
        }

        @Override
        public int read(byte[] target, int start, int count) throws IOException {
            if (position >= length) {
                return count == 0 ? 0 : -1;
            }
            if (open == null) {
                open = answered(() -> objects.open(key, position, length - position));
            }
            int read = open.read(target, start, count);
            position += Math.max(read, 0);
            return read;
        }

        @Override
        public void close() throws IOException {
            if (open != null) {
                open.close();
                open = null;
            }
        }
    }

    private final class ObjectOutput implements OutputFile {
        private final String location;

        ObjectOutput(String location) {
            this.location = location;
        }

        @Override
        public PositionOutputStream create() {
            if (size(location).isPresent()) {
                throw new AlreadyExistsException("object exists: %s", location);
            }
            return createOrOverwrite();
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            try {
                return new ObjectOutputStream(key(location));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String location() {
            return location;
        }

        @Override
        public InputFile toInputFile() {
            return new ObjectInput(location);
        }
    }

    /** Collects in a temporary file; the object appears when the stream is closed. */
    private final class ObjectOutputStream extends PositionOutputStream {
        private final String key;
        private final Path temporary;
        private final OutputStream out;
        private long position;
        private boolean closed;

        ObjectOutputStream(String key) throws IOException {
            this.key = key;
            temporary = Files.createTempFile("iceberg", ".tmp");
            out = new BufferedOutputStream(Files.newOutputStream(temporary));
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            position++;
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
            out.write(bytes, start, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            try {
                out.close();
                objects.put(key, temporary);
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
    }
}
