package org.jiaohui.dataset.objectstore;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jiaohui.dataset.Digests;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/**
 * Local copies of immutable objects, for readers that need a file. Where the store itself is local, the file is the object; otherwise copies stay in a
 * folder until they exceed a size, the least recently used going first and never one that is in use.
 */
public final class LocalFiles {
    private final ObjectStore objects;
    private final Path folder;
    private final long mostBytes;
    private final Map<String, Copy> copies = new HashMap<>();
    private long clock;

    /** The folder belongs to this cache alone; what an earlier process left in it is removed. */
    public LocalFiles(ObjectStore objects, Path folder, long mostBytes) {
        this.objects = objects;
        this.folder = folder;
        this.mostBytes = mostBytes;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> old = Files.list(folder)) {
                for (Path file : old.toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A local file of the object, fetched now when there is no copy yet. Two callers at once fetch once. */
    public LocalFile pin(String key) {
        Optional<Path> local = objects.findLocal(key);
        if (local.isPresent()) {
            return new Stored(local.get());
        }
        Copy copy;
        synchronized (copies) {
            copy = copies.computeIfAbsent(key, this::newCopy);
            copy.users++;
            copy.lastUsed = ++clock;
        }
        try {
            copy.fetch(objects, key);
        } catch (RuntimeException e) {
            release(copy);
            throw e;
        }
        makeRoom();
        return new Pin(copy);
    }

    private Copy newCopy(String key) {
        byte[] digest = Digests.sha256().digest(key.getBytes(StandardCharsets.UTF_8));
        return new Copy(folder.resolve(HexFormat.of().formatHex(digest)));
    }

    private void release(Copy copy) {
        synchronized (copies) {
            copy.users--;
        }
        makeRoom();
    }

    private void makeRoom() {
        synchronized (copies) {
            long bytes = copies.values().stream().mapToLong(copy -> copy.bytes).sum();
            var oldest = copies.entrySet().stream()
                    .filter(entry -> entry.getValue().users == 0)
                    .sorted(Comparator.comparingLong(entry -> entry.getValue().lastUsed))
                    .toList();
            for (var entry : oldest) {
                if (bytes <= mostBytes) {
                    return;
                }
                bytes -= entry.getValue().bytes;
                copies.remove(entry.getKey());
                entry.getValue().delete();
            }
        }
    }

    private record Stored(Path path) implements LocalFile {
        @Override
        public void close() {
            // The object itself: nothing to give back.
        }
    }

    private final class Pin implements LocalFile {
        private final Copy copy;
        private boolean closed;

        Pin(Copy copy) {
            this.copy = copy;
        }

        @Override
        public Path path() {
            return copy.path;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                release(copy);
            }
        }
    }

    private static final class Copy {
        private final Path path;
        private int users;
        private long lastUsed;
        private volatile long bytes;
        private boolean complete;

        Copy(Path path) {
            this.path = path;
        }

        synchronized void fetch(ObjectStore objects, String key) {
            if (complete) {
                return;
            }
            try (InputStream in = objects.open(key)) {
                bytes = Files.copy(in, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                complete = true;
            } catch (IOException e) {
                delete();
                throw new ExchangeException(
                        ErrorCode.OBJECT_STORE_UNAVAILABLE,
                        "对象 \"" + key + "\" 无法取回本地 / the object could not be fetched: " + e.getMessage(),
                        e);
            }
        }

        void delete() {
            path.toFile().delete();
        }
    }
}
