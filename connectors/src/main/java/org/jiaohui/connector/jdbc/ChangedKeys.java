package org.jiaohui.connector.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keys of changed rows in a file of the spool, so that memory does not bound how many there are. */
final class ChangedKeys {
    private static final int REMEMBERED = 20_000;

    private ChangedKeys() {}

    /** Writes keys; one that came a moment ago is not written again. */
    static final class Writer implements ChangeLog.Keys {
        private final DataOutputStream file;
        private final Set<List<String>> recent = new HashSet<>();

        Writer(OutputStream file) {
            this.file = new DataOutputStream(new java.io.BufferedOutputStream(file, 1 << 16));
        }

        @Override
        public void changed(List<String> key) throws IOException {
            if (!recent.add(key)) {
                return;
            }
            if (recent.size() > REMEMBERED) {
                recent.clear();
            }
            file.writeShort(key.size());
            for (String value : key) {
                byte[] bytes = value.getBytes(UTF_8);
                file.writeInt(bytes.length);
                file.write(bytes);
            }
        }

        void flush() throws IOException {
            file.flush();
        }
    }

    /** Reads them again. */
    static final class Reader implements AutoCloseable {
        private final DataInputStream file;

        Reader(Path path) throws IOException {
            file = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16));
        }

        /** The next different keys; none at the end. */
        List<List<String>> next(int most) throws IOException {
            Set<List<String>> keys = new java.util.LinkedHashSet<>();
            while (keys.size() < most) {
                int size;
                try {
                    size = file.readUnsignedShort();
                } catch (EOFException end) {
                    break;
                }
                List<String> key = new ArrayList<>(size);
                for (int i = 0; i < size; i++) {
                    key.add(new String(file.readNBytes(file.readInt()), UTF_8));
                }
                keys.add(List.copyOf(key));
            }
            return List.copyOf(keys);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
