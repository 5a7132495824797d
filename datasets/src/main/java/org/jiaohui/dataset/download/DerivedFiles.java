package org.jiaohui.dataset.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jiaohui.dataset.Digests;
import org.jiaohui.dataset.query.DuckDb;
import org.jiaohui.exchange.fault.ExchangeException;

/** A folder of finished files with their digests beside them. A file is there as a whole or not at all; two callers make it once. */
public final class DerivedFiles {
    private static final int LOCKS = 64;

    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    public DerivedFiles() {
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /**
     * A finished file.
     *
     * @param note what a reader must know of its content
     */
    public record Derived(Path file, long bytes, String sha256, Optional<String> note) {}

    /** Writes a new file; the result is a note for its readers, when there is something to say. */
    @FunctionalInterface
    public interface Making {
        Optional<String> write(Path file) throws IOException;
    }

    public Optional<Derived> find(Path file) {
        try {
            Path sidecar = sidecar(file);
            if (!Files.isRegularFile(file) || !Files.isRegularFile(sidecar)) {
                return Optional.empty();
            }
            String[] lines = Files.readString(sidecar).split("\n", 2);
            String note = lines.length > 1 ? lines[1].strip() : "";
            return Optional.of(new Derived(
                    file,
                    Files.size(file),
                    lines[0].substring(0, 64),
                    note.isEmpty() ? Optional.empty() : Optional.of(note)));
        } catch (IOException e) {
            throw DuckDb.fileTrouble(e);
        }
    }

    public Derived findOrMake(Path file, Making making) {
        ReentrantLock lock = locks[Math.floorMod(file.hashCode(), LOCKS)];
        lock.lock();
        try {
            Optional<Derived> found = find(file);
            return found.isPresent() ? found.get() : make(file, making);
        } finally {
            lock.unlock();
        }
    }

    private Derived make(Path file, Making making) {
        Path unfinished = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.createDirectories(file.getParent());
            removeUnfinished(file);
            Optional<String> note = making.write(unfinished);
            String sha256 = digest(unfinished);
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            // The digest stands before the file does: a file without one is made again.
            Path sidecar = sidecar(file);
            Path unfinishedSidecar = sidecar.resolveSibling(sidecar.getFileName() + ".tmp");
            Files.writeString(
                    unfinishedSidecar,
                    sha256 + "  " + file.getFileName() + "\n" + note.orElse(""),
                    StandardCharsets.UTF_8);
            Files.move(unfinishedSidecar, sidecar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new Derived(file, Files.size(file), sha256, note);
        } catch (IOException e) {
            throw DuckDb.fileTrouble(e);
        } catch (ExchangeException e) {
            throw e;
        } finally {
            removeQuietly(unfinished);
        }
    }

    /** What a killed process left of the same file. */
    private static void removeUnfinished(Path file) throws IOException {
        String prefix = file.getFileName() + ".";
        try (Stream<Path> files = Files.list(file.getParent())) {
            files.filter(other -> other.getFileName().toString().startsWith(prefix)
                            && other.getFileName().toString().endsWith(".tmp"))
                    .forEach(DerivedFiles::removeQuietly);
        }
    }

    private static void removeQuietly(Path file) {
        file.toFile().delete();
    }

    private static Path sidecar(Path file) {
        return file.resolveSibling(file.getFileName() + ".sha256");
    }

    private static String digest(Path file) throws IOException {
        MessageDigest digest = Digests.sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
