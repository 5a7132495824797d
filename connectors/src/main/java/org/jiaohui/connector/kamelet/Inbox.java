package org.jiaohui.connector.kamelet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jiaohui.connector.Fetch;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.source.account.Claim;

/**
 * Where the messages of one source lie from their arrival until they are published: a folder for each attempt that took some. A run delivers all of them and
 * notes its claim in each folder; the folders go when that claim is published. So a message is published at least once, whatever breaks when.
 */
record Inbox(Path folder) {
    private static final String DELIVERED = "delivered-by";

    static Inbox of(Path all, SourceId source) {
        return new Inbox(all.resolve(source.value()));
    }

    /** An empty folder for what arrives. */
    Path begin(String name) {
        return disk(() -> Files.createDirectories(folder.resolve(name)));
    }

    /** How much waits here. */
    Waiting waiting() {
        return disk(() -> {
            long messages = 0;
            long bytes = 0;
            for (Path part : parts()) {
                for (Path file : files(part)) {
                    messages += isRows(file) ? lines(file) : 1;
                    bytes += Files.size(file);
                }
            }
            return new Waiting(messages, bytes);
        });
    }

    /** Messages, or rows of them, and their bytes. */
    record Waiting(long messages, long bytes) {}

    /** Lays everything that waits here down in the spool, and notes who did; none when nothing waits. */
    List<SpooledFile> deliver(Fetch fetch, Claim claim) {
        return disk(() -> {
            List<Path> parts = parts();
            for (Path each : parts) {
                Path note = each.resolve(DELIVERED + ".part");
                Files.writeString(note, claim.toString());
                Files.move(
                        note,
                        each.resolve(DELIVERED),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
            return spooled(fetch, parts);
        });
    }

    /** Lays what is in some folders down in the spool. */
    static List<SpooledFile> spooled(Fetch fetch, List<Path> parts) throws IOException {
        List<SpooledFile> spooled = new ArrayList<>();
        List<Path> all = new ArrayList<>();
        for (Path part : parts) {
            all.addAll(files(part));
        }
        List<Path> rows = all.stream().filter(Inbox::isRows).toList();
        if (!rows.isEmpty()) {
            SpooledFile lines = fetch.lines("messages.ndjson", to -> {
                for (Path each : rows) {
                    copyWholeLines(each, to);
                }
            });
            if (lines.bytes() > 0) {
                spooled.add(lines);
            }
        }
        for (Path each : all) {
            if (!isRows(each)) {
                try (InputStream from = Files.newInputStream(each)) {
                    String name = String.valueOf(each.getFileName());
                    spooled.add(fetch.spool()
                            .copy(name.substring(name.indexOf('-') + 1), Optional.empty(), from, fetch.watch()));
                }
            }
        }
        return spooled;
    }

    /** Forgets what the claim of that text delivered. */
    void published(String claim) {
        forget(claim::equals);
    }

    /** Forgets what any claim beginning with this text delivered. */
    void publishedByAny(String prefix) {
        forget(claim -> claim.startsWith(prefix));
    }

    /** Forgets one folder. */
    static void delete(Path part) {
        disk(() -> {
            try (Stream<Path> inside = Files.list(part)) {
                for (Path each : inside.toList()) {
                    Files.deleteIfExists(each);
                }
            } catch (NoSuchFileException gone) {
                return part;
            }
            Files.deleteIfExists(part);
            return part;
        });
    }

    private void forget(Predicate<String> claims) {
        disk(() -> {
            for (Path each : parts()) {
                Path note = each.resolve(DELIVERED);
                if (Files.exists(note) && claims.test(Files.readString(note))) {
                    delete(each);
                }
            }
            return folder;
        });
    }

    /** The folders of attempts, oldest first. */
    private List<Path> parts() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static List<Path> files(Path part) throws IOException {
        try (Stream<Path> all = Files.list(part)) {
            return all.filter(each -> {
                        String name = String.valueOf(each.getFileName());
                        return !name.endsWith(".part") && !name.equals(DELIVERED);
                    })
                    .sorted()
                    .toList();
        }
    }

    private static boolean isRows(Path file) {
        return file.endsWith(Arrivals.ROWS);
    }

    private static long lines(Path file) throws IOException {
        long lines = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream from = Files.newInputStream(file)) {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n') {
                        lines++;
                    }
                }
            }
        }
        return lines;
    }

    /** A line without its end belongs to a message that its source was not told of: it comes again. */
    private static void copyWholeLines(Path file, OutputStream to) throws IOException {
        long whole = wholeLines(file);
        byte[] buffer = new byte[1 << 16];
        try (InputStream from = Files.newInputStream(file)) {
            while (whole > 0) {
                int read = from.read(buffer, 0, (int) Math.min(buffer.length, whole));
                if (read < 0) {
                    throw new IOException("the inbox shrinks");
                }
                to.write(buffer, 0, read);
                whole -= read;
            }
        }
    }

    private static long wholeLines(Path file) throws IOException {
        long at = 0;
        long whole = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream from = Files.newInputStream(file)) {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    at++;
                    if (buffer[i] == '\n') {
                        whole = at;
                    }
                }
            }
        }
        return whole;
    }

    /** Work on the disk. */
    @FunctionalInterface
    interface DiskWork<T> {
        T make() throws IOException;
    }

    static <T> T disk(DiskWork<T> work) {
        try {
            return work.make();
        } catch (IOException | UncheckedIOException broken) {
            throw new ExchangeException(
                    ErrorCode.DISK_FULL, "无法读写收件目录 / cannot use the inbox: " + broken.getMessage(), broken);
        }
    }
}
