package org.jiaohui.exchange.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Private folders of this program, removed with everything in them. */
public final class Folders {
    private Folders() {}

    /** Removes the folder and what is in it; one that is not there is fine. */
    public static void remove(Path folder) throws IOException {
        clear(folder);
        Files.deleteIfExists(folder);
    }

    /** Removes what is in the folder and leaves it empty; one that is not there is fine. */
    public static void clear(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(folder)) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (UncheckedIOException wrapped) {
            throw wrapped.getCause();
        }
    }
}
