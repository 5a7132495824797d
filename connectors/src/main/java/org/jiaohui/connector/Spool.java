package org.jiaohui.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.SpooledFile;

/** The folder of one run where deliveries are laid down: written as {@code .part}, renamed when whole, digested on the way. */
public final class Spool {
    private final Path folder;
    private final long maxBytes;
    private final long beginning;
    private boolean cut;
    private long bytes;
    private int files;

    public Spool(Path folder, long maxBytes) {
        this(folder, maxBytes, Long.MAX_VALUE);
    }

    private Spool(Path folder, long maxBytes, long beginning) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.beginning = beginning;
    }

    /** A spool that keeps the first megabytes of each copied file, whole lines where there are lines. */
    static Spool ofBeginnings(Path folder) {
        return new Spool(folder, 64L << 20, 2L << 20);
    }

    /** Whether a file was longer than its beginning that was kept. */
    public boolean isCut() {
        return cut;
    }

    /** Writes content into the spool. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream target) throws IOException;
    }

    /** Copies a stream; a broken one leaves nothing behind. */
    public SpooledFile copy(String name, Optional<String> mediaType, InputStream from, FetchWatch watch)
            throws IOException {
        return lay(name, mediaType, watch, target -> target.take(from));
    }

    /** Up to the last line end; in UTF-16LE its second byte belongs to it. */
    private static int wholeLines(byte[] buffer, int length) {
        for (int end = length; end > 0; end--) {
            if (buffer[end - 1] == '\n') {
                return end < length && buffer[end] == 0 ? end + 1 : end;
            }
        }
        return length;
    }

    public SpooledFile write(String name, Optional<String> mediaType, FetchWatch watch, Content content)
            throws IOException {
        return lay(name, mediaType, watch, content::writeTo);
    }

    /** What fills a file. */
    private interface Filling {
        void fill(Counted target) throws IOException;
    }

    private SpooledFile lay(String name, Optional<String> mediaType, FetchWatch watch, Filling filling)
            throws IOException {
        String safe = safeName(name);
        files++;
        Path whole = folder.resolve(String.format(Locale.ROOT, "%05d-%s", files, tail(safe)));
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        Counted target = new Counted(new UncachedOutput(part), watch);
        try {
            try (target) {
                filling.fill(target);
            }
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
            return new SpooledFile(whole, safe, mediaType, target.count, target.digest());
        } finally {
            Files.deleteIfExists(part);
        }
    }

    void clear() {
        bytes = 0;
        files = 0;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> old = Files.list(folder)) {
                for (Path each : old.filter(Files::isRegularFile).toList()) {
                    Files.delete(each);
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * A remote name as a plain file name.
     *
     * @throws ExchangeException SOURCE_ANSWERED_WRONGLY when it has folders, controls or is a path trick
     */
    public static String safeName(String name) {
        boolean trick = name.isBlank()
                || name.equals(".")
                || name.equals("..")
                || name.chars()
                        .anyMatch(each -> each == '/' || each == '\\' || each == ':' || Character.isISOControl(each));
        if (trick) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_ANSWERED_WRONGLY,
                    "文件名 \"" + name + "\" 不安全，已拒绝 / the file name \"" + name + "\" is not safe and was refused");
        }
        return name;
    }

    private static String tail(String name) {
        int from = Math.max(0, name.length() - 60);
        if (from > 0 && Character.isLowSurrogate(name.charAt(from))) {
            from++;
        }
        return name.substring(from);
    }

    private final class Counted extends OutputStream {
        private final OutputStream target;
        private final FetchWatch watch;
        private final MessageDigest digest;
        private long count;

        Counted(OutputStream target, FetchWatch watch) {
            this.target = target;
            this.watch = watch;
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException(missing);
            }
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int start, int length) throws IOException {
            lay(from, start, length);
            digest.update(from, start, length);
        }

        /** Takes a stream to its end. */
        void take(InputStream from) throws IOException {
            try (BesideDigest beside = new BesideDigest(digest)) {
                BesideDigest.Block block = beside.block();
                for (int read = from.read(block.bytes); read >= 0; read = from.read(block.bytes)) {
                    if (count + read > beginning) {
                        cut = true;
                        int whole = wholeLines(block.bytes, read);
                        lay(block.bytes, 0, whole);
                        beside.digest(block, whole);
                        return;
                    }
                    lay(block.bytes, 0, read);
                    beside.digest(block, read);
                    block = beside.block();
                }
            }
        }

        private void lay(byte[] from, int start, int length) throws IOException {
            watch.check();
            bytes += length;
            if (bytes > maxBytes) {
                throw new ExchangeException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "送达超过 " + maxBytes + " 字节上限（max-bytes） / the delivery is larger than the limit of " + maxBytes
                                + " bytes (max-bytes)");
            }
            try {
                target.write(from, start, length);
            } catch (IOException full) {
                throw new ExchangeException(
                        ErrorCode.DISK_FULL,
                        "无法写入暂存目录 " + folder.getFileName() + "：" + full.getMessage()
                                + " / cannot write the spool; free some disk space",
                        full);
            }
            count += length;
            watch.advanced(0, bytes);
        }

        @Override
        public void close() throws IOException {
            target.close();
        }

        String digest() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
