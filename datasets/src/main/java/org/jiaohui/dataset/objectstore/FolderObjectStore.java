package org.jiaohui.dataset.objectstore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jiaohui.exchange.disk.FullDisk;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;

/** Objects as files of one folder; an object appears by an atomic rename. */
public final class FolderObjectStore implements ObjectStore {
    private static final String UNFINISHED = ".unfinished";

    private final Path root;

    public FolderObjectStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        try {
            Files.createDirectories(this.root.resolve(UNFINISHED));
        } catch (IOException e) {
            throw unavailable("创建 / create", root.toString(), e);
        }
    }

    @Override
    public void put(String key, Path file) {
        write(key, temporary -> Files.copy(file, temporary));
    }

    @Override
    public void keep(String key, Path file) {
        write(key, temporary -> {
            try {
                Files.createLink(temporary, file);
            } catch (FileSystemException | UnsupportedOperationException otherDisk) {
                Files.copy(file, temporary);
            }
        });
    }

    @Override
    public void put(String key, byte[] content) {
        write(key, temporary -> Files.write(temporary, content));
    }

    @Override
    public void take(String key, Path file) {
        write(key, temporary -> Files.move(file, temporary));
    }

    @Override
    public InputStream open(String key, long offset, long length) {
        try {
            FileChannel channel = FileChannel.open(path(key));
            channel.position(offset);
            InputStream stream = Channels.newInputStream(channel);
            return length >= channel.size() - offset ? stream : new BoundedStream(stream, length);
        } catch (IOException e) {
            throw unavailable("读取 / read", key, e);
        }
    }

    @Override
    public OptionalLong findSize(String key) {
        try {
            Path path = path(key);
            return Files.isRegularFile(path) ? OptionalLong.of(Files.size(path)) : OptionalLong.empty();
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw unavailable("查看 / look at", key, e);
        }
    }

    @Override
    public void delete(String key) {
        try {
            Path path = path(key);
            Files.deleteIfExists(path);
            removeEmptyFolders(path.getParent());
        } catch (IOException e) {
            throw unavailable("删除 / delete", key, e);
        }
    }

    @Override
    public List<StoredObject> list(String prefix) {
        int slash = prefix.lastIndexOf('/');
        Path from = slash < 0 ? root : path(prefix.substring(0, slash));
        if (!Files.isDirectory(from)) {
            return List.of();
        }
        List<StoredObject> found = new ArrayList<>();
        try {
            Files.walkFileTree(from, new Listing(prefix, found));
        } catch (IOException e) {
            throw unavailable("列出 / list", prefix, e);
        }
        found.sort(Comparator.comparing(StoredObject::key));
        return found;
    }

    @Override
    public Optional<Path> findLocal(String key) {
        Path path = path(key);
        return Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
    }

    @Override
    public String address() {
        String uri = root.toUri().toString();
        return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }

    private String key(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private Path path(String key) {
        return root.resolve(ObjectStore.checked(key));
    }

    private void write(String key, Filling filling) {
        Path target = path(key);
        Path temporary = root.resolve(UNFINISHED).resolve(UUID.randomUUID().toString());
        try {
            filling.fill(temporary);
            moveInto(temporary, target);
        } catch (IOException e) {
            throw unavailable("写入 / write", key, e);
        } finally {
            deleteQuietly(temporary);
        }
    }

    /** A concurrent delete may remove the empty parent folder between its creation and the move. */
    private static void moveInto(Path temporary, Path target) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Files.createDirectories(target.getParent());
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return;
            } catch (NoSuchFileException e) {
                if (attempt == 5) {
                    throw e;
                }
            }
        }
    }

    private void removeEmptyFolders(@Nullable Path folder) {
        Path current = folder;
        while (current != null
                && !current.equals(root)
                && current.startsWith(root)
                && current.toFile().delete()) {
            current = current.getParent();
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    private static ExchangeException unavailable(String what, String key, IOException cause) {
        String reason = cause instanceof FileSystemException trouble && trouble.getReason() != null
                ? trouble.getReason()
                : String.valueOf(cause.getMessage());
        boolean full = FullDisk.isBehind(cause);
        return new ExchangeException(
                full ? ErrorCode.DISK_FULL : ErrorCode.OBJECT_STORE_UNAVAILABLE,
                "对象存储无法" + what + " \"" + key + "\": " + cause.getClass().getSimpleName() + " " + reason,
                cause);
    }

    /** Collects the objects below a prefix; files and folders that others remove meanwhile are not there. */
    private final class Listing extends SimpleFileVisitor<Path> {
        private final String prefix;
        private final List<StoredObject> found;

        Listing(String prefix, List<StoredObject> found) {
            this.prefix = prefix;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.equals(root.resolve(UNFINISHED)) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String key = key(file);
            if (attributes.isRegularFile() && key.startsWith(prefix)) {
                found.add(new StoredObject(key, attributes.size()));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }

    private interface Filling {
        void fill(Path temporary) throws IOException;
    }
}
