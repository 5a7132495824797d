package org.jiaohui.dataset.format.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jiaohui.dataset.format.row.Broken;

/** A zip file that may come from an enemy: names are checked when it is opened, bytes are counted while they are inflated. */
public final class SafeZip implements AutoCloseable {
    private static final Charset GB18030 = Charset.forName("GB18030");

    private final String name;
    private final ArchiveLimits limits;
    private final ZipFile zip;
    private final List<Member> members;

    /** A file within the archive; folders are left out. */
    public static final class Member {
        private final String path;
        private final ZipArchiveEntry entry;

        private Member(String path, ZipArchiveEntry entry) {
            this.path = path;
            this.entry = entry;
        }

        /** Its path with {@code /}, checked to stay inside. */
        public String path() {
            return path;
        }

        /** The last part of the path. */
        public String fileName() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        public long size() {
            return Math.max(0, entry.getSize());
        }

        @Override
        public String toString() {
            return path;
        }
    }

    private SafeZip(String name, ArchiveLimits limits, ZipFile zip, List<Member> members) {
        this.name = name;
        this.limits = limits;
        this.zip = zip;
        this.members = members;
    }

    /**
     * Opens a zip file and checks its directory.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException FORMAT_BROKEN, FORMAT_ENCRYPTED or ARCHIVE_UNSAFE that names the member
     */
    public static SafeZip open(Path file, String name, ArchiveLimits limits) {
        try {
            checkCount(announcedMembers(file), name, limits);
            ZipFile zip = ZipFile.builder()
                    .setPath(file)
                    .setCharset(StandardCharsets.ISO_8859_1)
                    .get();
            try {
                return new SafeZip(name, limits, zip, members(zip, name, limits));
            } catch (RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw Broken.format(name, "ZIP", e);
        }
    }

    private static List<Member> members(ZipFile zip, String name, ArchiveLimits limits) {
        List<Member> members = new ArrayList<>();
        Set<String> paths = new HashSet<>();
        long total = 0;
        for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
            String path = path(entry);
            if (entry.isDirectory() || path.endsWith("/")) {
                checkPath(path, name);
                continue;
            }
            checkPath(path, name);
            if (entry.getGeneralPurposeBit().usesEncryption()) {
                throw Broken.encrypted(name + "!" + path);
            }
            if (entry.isUnixSymlink()) {
                throw Broken.unsafe(name, "成员“" + path + "”是符号链接", "member \"" + path + "\" is a symbolic link");
            }
            if (!paths.add(path)) {
                throw Broken.unsafe(name, "成员“" + path + "”出现两次", "member \"" + path + "\" occurs twice");
            }
            total += Math.max(0, entry.getSize());
            checkTotal(total, path, name, limits);
            members.add(new Member(path, entry));
            checkCount(members.size(), name, limits);
        }
        return List.copyOf(members);
    }

    /** Reads what the end of the directory announces, before a reader allocates for it; -1 when it is not where it should be. */
    private static long announcedMembers(Path file) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
            int tail = (int) Math.min(access.length(), 65_557);
            byte[] bytes = new byte[tail];
            access.seek(access.length() - tail);
            access.readFully(bytes);
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = tail - 22; i >= 0; i--) {
                if (buffer.getInt(i) == 0x06054b50) {
                    int count = buffer.getShort(i + 10) & 0xffff;
                    // The directory's size bounds the count whatever is announced: an entry takes at least 46 bytes.
                    return Math.max(count == 0xffff ? 0 : count, 0);
                }
            }
        }
        return -1;
    }

    private static void checkCount(long count, String name, ArchiveLimits limits) {
        if (count > limits.members()) {
            throw Broken.unsafe(
                    name,
                    "成员多于 " + limits.members() + " 个（" + count + "）",
                    "has more than " + limits.members() + " members (" + count + ")");
        }
    }

    private static void checkTotal(long total, String path, String name, ArchiveLimits limits) {
        if (total > limits.totalBytes()) {
            throw Broken.unsafe(
                    name,
                    "解压到成员“" + path + "”时超过上限 " + limits.totalBytes() + " 字节",
                    "inflates beyond " + limits.totalBytes() + " bytes at member \"" + path + "\"");
        }
    }

    /** Names that are not marked as UTF-8 are read as UTF-8 when that is possible, else as GB18030, as Chinese Windows writes them. */
    private static String path(ZipArchiveEntry entry) {
        byte[] raw = entry.getRawName();
        if (raw == null) {
            return entry.getName();
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(raw, GB18030);
        }
    }

    private static void checkPath(String path, String name) {
        boolean upwards = false;
        for (String part : path.split("[/\\\\]", -1)) {
            upwards |= part.equals("..");
        }
        boolean absolute = path.startsWith("/") || path.startsWith("\\") || path.matches("^[A-Za-z]:.*");
        boolean strange = path.isBlank() || path.chars().anyMatch(c -> c < 0x20 || c == 0x7f);
        if (upwards || absolute || strange) {
            String shown = path.length() > 200 ? path.substring(0, 200) : path;
            throw Broken.unsafe(
                    name,
                    "成员路径“" + shown + "”指向压缩包之外或含控制字符",
                    "the path of member \"" + shown + "\" leads outside or holds control characters");
        }
    }

    public List<Member> members() {
        return members;
    }

    /** The member with this path, case ignored. */
    public Optional<Member> find(String path) {
        return members.stream()
                .filter(member -> member.path().equalsIgnoreCase(path))
                .findFirst();
    }

    /** The bytes of a member, bounded while they are read. */
    public InputStream read(Member member) {
        try {
            return new Guarded(zip.getInputStream(member.entry), member);
        } catch (IOException e) {
            throw Broken.format(name + "!" + member.path(), "ZIP", e);
        }
    }

    /**
     * Writes a member into a folder under a name of our own.
     *
     * @param total bytes that came out of the archive so far; counted on
     */
    public Path extract(Member member, Path folder, String as, AtomicLong total) {
        Path target = folder.resolve(as);
        try (InputStream in = read(member);
                var out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                checkTotal(total.addAndGet(n), member.path(), name, limits);
                out.write(buffer, 0, n);
            }
            return target;
        } catch (IOException e) {
            throw Broken.format(name + "!" + member.path(), "ZIP", e);
        }
    }

    /** The extension in lower case without the dot; empty when there is none. */
    public static String extension(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw Broken.format(name, "ZIP", e);
        }
    }

    private final class Guarded extends FilterInputStream {
        private final Member member;
        private final long compressed;
        private long out;

        private Guarded(InputStream in, Member member) {
            super(in);
            this.member = member;
            compressed = Math.max(1, member.entry.getCompressedSize());
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            count(Math.max(0, n));
            return n;
        }

        private void count(int n) {
            out += n;
            checkTotal(out, member.path(), name, limits);
            if (out > limits.ratioFrom() && out / compressed >= limits.ratio()) {
                throw Broken.unsafe(
                        name,
                        "成员“" + member.path() + "”的压缩比超过 " + limits.ratio() + "，疑似压缩炸弹",
                        "member \"" + member.path() + "\" inflates more than " + limits.ratio() + " times: a zip bomb");
            }
        }
    }
}
