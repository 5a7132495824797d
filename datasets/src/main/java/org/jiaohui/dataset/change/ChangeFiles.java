package org.jiaohui.dataset.change;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jiaohui.dataset.download.DerivedFiles;
import org.jiaohui.dataset.query.DuckDb;

/**
 * Files of changes, of which there may be as many as pairs of versions: together they stay below a size, those that nobody has asked for longest going first.
 * A file that was asked for within the last minutes stays, because somebody may be reading it.
 */
final class ChangeFiles {
    private static final Duration STILL_READ = Duration.ofMinutes(10);

    private final Path folder;
    private final long mostBytes;
    private final DerivedFiles files = new DerivedFiles();

    ChangeFiles(Path folder, long mostBytes) {
        this.folder = folder;
        this.mostBytes = mostBytes;
    }

    DerivedFiles.Derived findOrMake(String name, DerivedFiles.Making making) {
        Path file = folder.resolve(name);
        DerivedFiles.Derived found = files.find(file).orElseGet(() -> {
            makeRoom();
            return files.findOrMake(file, making);
        });
        try {
            Files.setLastModifiedTime(found.file(), FileTime.from(Instant.now()));
        } catch (IOException e) {
            throw DuckDb.fileTrouble(e);
        }
        return found;
    }

    private record Kept(Path file, long bytes, Instant asked) {}

    private synchronized void makeRoom() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> listed = Files.list(folder)) {
            List<Kept> kept = new ArrayList<>();
            for (Path file : listed.toList()) {
                if (!file.toString().endsWith(".sha256") && !file.toString().endsWith(".tmp")) {
                    kept.add(new Kept(
                            file,
                            Files.size(file),
                            Files.getLastModifiedTime(file).toInstant()));
                }
            }
            kept.sort(Comparator.comparing(Kept::asked));
            long bytes = kept.stream().mapToLong(Kept::bytes).sum();
            Instant recent = Instant.now().minus(STILL_READ);
            for (Kept oldest : kept) {
                if (bytes <= mostBytes || oldest.asked().isAfter(recent)) {
                    return;
                }
                Files.deleteIfExists(oldest.file());
                Files.deleteIfExists(oldest.file().resolveSibling(oldest.file().getFileName() + ".sha256"));
                bytes -= oldest.bytes();
            }
        } catch (IOException e) {
            throw DuckDb.fileTrouble(e);
        }
    }
}
