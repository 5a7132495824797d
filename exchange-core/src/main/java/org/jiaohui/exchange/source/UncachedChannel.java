package org.jiaohui.exchange.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * Files that are read or written past the system's cache (O_DIRECT): a delivery of many gigabytes passes by once and would push out the pages of the databases
 * beside it, and filling memory with it costs more than writing it.
 */
public final class UncachedChannel {
    /** What is read and written at once: positions and lengths must be multiples of the alignment. */
    public static final int BLOCK = 1 << 20;

    /** Smaller files are left to the cache, where they are read next. */
    public static final long LARGE = 64L << 20;

    /** Bytes a second below which a disk is so slow that the cache is worth its memory: about twice what decoding takes in. */
    private static final long SLOW = 200L << 20;

    private static final Optional<OpenOption> DIRECT = direct();

    private UncachedChannel() {}

    /** The JDK's option, asked for by name because it is not part of Java SE. */
    private static Optional<OpenOption> direct() {
        try {
            Object[] options =
                    Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
            return Arrays.stream(options)
                    .filter(option -> option.toString().equals("DIRECT"))
                    .map(OpenOption.class::cast)
                    .findFirst();
        } catch (ClassNotFoundException notThisJdk) {
            return Optional.empty();
        }
    }

    /** Opens an existing file, or empty where the file system does not offer it. */
    public static Optional<FileChannel> open(Path file, StandardOpenOption access) {
        if (DIRECT.isEmpty() || BLOCK % alignment(file) != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(FileChannel.open(file, access, DIRECT.get()));
        } catch (UnsupportedOperationException | IOException notHere) {
            return Optional.empty();
        }
    }

    /** Bytes that positions, lengths and addresses must be multiples of. */
    public static int alignment(Path file) {
        try {
            return Math.clamp(Files.getFileStore(file).getBlockSize(), 4096, Integer.MAX_VALUE);
        } catch (UnsupportedOperationException | IOException unknown) {
            return Integer.MAX_VALUE;
        }
    }

    /** Whether a disk that needed so long for so many bytes is better used through the cache. */
    public static boolean isSlow(long bytes, long nanos) {
        return bytes >= LARGE && bytes / (1 + nanos / 1_000_000) < SLOW / 1000;
    }
}
