package org.jiaohui.dataset.format.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.dataset.format.row.OpenedTables;
import org.jiaohui.exchange.dataset.Formats.DeliveredTable;
import org.jiaohui.exchange.dataset.Formats.OpenedFile;
import org.jiaohui.exchange.disk.Folders;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** An archive whose members are files of any other format: one table for each that can be read. */
public final class ZipArchive {
    /** Opens one unpacked member; the name is the member's own. */
    @FunctionalInterface
    public interface MemberOpener {
        OpenedFile open(Path file, String name);
    }

    private ZipArchive() {}

    /** Unpacks into a private folder below {@code workFolder}, which closing the file removes. */
    public static OpenedTables open(
            Path file, String name, FormatOptions options, Path workFolder, ArchiveLimits limits, MemberOpener opener)
            throws IOException {
        Path folder = Files.createTempDirectory(workFolder, "unpacked");
        List<OpenedFile> opened = new ArrayList<>();
        try {
            Map<String, DeliveredTable> tables = new LinkedHashMap<>();
            List<Finding> leftOut = new ArrayList<>();
            try (SafeZip zip = SafeZip.open(file, name, limits)) {
                leftOut.addAll(openAll(zip, name, options, folder, opener, opened, tables));
            }
            return new OpenedTables(
                    "ZIP", List.copyOf(tables.values()), () -> findings(opened, leftOut), () -> close(opened, folder));
        } catch (RuntimeException e) {
            close(opened, folder);
            throw e;
        }
    }

    /** Returns what is to be said of members that were left out. */
    private static List<Finding> openAll(
            SafeZip zip,
            String name,
            FormatOptions options,
            Path folder,
            MemberOpener opener,
            List<OpenedFile> opened,
            Map<String, DeliveredTable> tables) {
        AtomicLong total = new AtomicLong();
        List<Finding> leftOut = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        List<SafeZip.Member> wanted = wanted(zip, options);
        LeftOut.members(accompanying(zip, options, wanted)).ifPresent(leftOut::add);
        for (int i = 0; i < wanted.size(); i++) {
            SafeZip.Member member = wanted.get(i);
            String shown = name + "!" + member.path();
            Path unpacked = zip.extract(member, folder, i + "." + safeExtension(member), total);
            try {
                OpenedFile inner = opener.open(unpacked, shown);
                opened.add(inner);
                add(inner, member, wanted.size() == 1, tables);
            } catch (ExchangeException e) {
                if (!isNoTable(e.code())) {
                    throw e;
                }
                skipped.add(member.path());
                leftOut.add(leftOut(member.path(), e));
            }
        }
        if (tables.isEmpty()) {
            String shown = String.join(", ", skipped.subList(0, Math.min(10, skipped.size())));
            throw new ExchangeException(
                    ErrorCode.FORMAT_UNKNOWN,
                    "%s 中没有可读取的数据表（成员：%s） / %s holds no table that can be read (members: %s)"
                            .formatted(name, shown, name, shown));
        }
        return leftOut;
    }

    private static Finding leftOut(String member, ExchangeException why) {
        boolean empty = why.code() == ErrorCode.SOURCE_EMPTY;
        return new Finding(
                "member-left-out",
                Finding.Severity.INFO,
                "",
                1,
                "压缩包成员“%s”%s，没有作为数据表发布".formatted(member, empty ? "是空文件" : "不是可读取的数据表"),
                "member \"%s\" of the archive %s and was not published"
                        .formatted(member, empty ? "is empty" : "is no table that can be read"),
                List.of());
    }

    /** Members that are no tables are left out; broken ones are told. */
    private static boolean isNoTable(ErrorCode code) {
        return code == ErrorCode.FORMAT_UNKNOWN || code == ErrorCode.SOURCE_EMPTY;
    }

    private static List<SafeZip.Member> wanted(SafeZip zip, FormatOptions options) {
        List<SafeZip.Member> files = zip.members().stream()
                .filter(member -> !isSystemFile(member.path()))
                .toList();
        if (options.table().isPresent()) {
            String table = options.table().get();
            List<SafeZip.Member> named = files.stream()
                    .filter(member -> member.path().equals(table)
                            || member.fileName().equals(table)
                            || withoutExtension(member.fileName()).equals(table))
                    .toList();
            return named.isEmpty() ? files : named;
        }
        List<SafeZip.Member> data = files.stream()
                .filter(member -> !isAccompanying(member.fileName()))
                .toList();
        return data.isEmpty() ? files : data;
    }

    /** Members that go along with the data, such as a readme; a declared table leaves the others out on purpose. */
    private static List<String> accompanying(SafeZip zip, FormatOptions options, List<SafeZip.Member> wanted) {
        return options.table().isPresent()
                ? List.of()
                : zip.members().stream()
                        .filter(member -> !isSystemFile(member.path()) && !wanted.contains(member))
                        .map(SafeZip.Member::path)
                        .toList();
    }

    /** What operating systems leave in archives; nobody sent it. */
    public static boolean isSystemFile(String path) {
        return path.startsWith("__MACOSX/") || path.endsWith(".DS_Store") || path.endsWith("Thumbs.db");
    }

    private static boolean isAccompanying(String fileName) {
        return fileName.matches(
                "(?i)(readme|license|licence|copying|说明|使用说明)(\\..*)?|.*\\.(md|html?|pdf|docx?|xml|png|jpe?g)");
    }

    private static void add(OpenedFile inner, SafeZip.Member member, boolean only, Map<String, DeliveredTable> tables) {
        boolean single = inner.tables().size() == 1;
        for (DeliveredTable table : inner.tables()) {
            String base = withoutExtension(member.fileName());
            String name = single ? base : only ? table.name() : base + "/" + table.name();
            if (tables.containsKey(name)) {
                name = withoutExtension(member.path()) + (single ? "" : "/" + table.name());
            }
            if (tables.containsKey(name)) {
                name = member.path();
            }
            tables.put(name, new Renamed(name, table));
        }
    }

    /** A table under the name of its member. */
    private record Renamed(String name, DeliveredTable table) implements DeliveredTable {
        @Override
        public TableSchema draft() {
            return table.draft();
        }

        @Override
        public List<DeliveredColumn> look(Optional<TableSchema> expected) {
            return table.look(expected);
        }

        @Override
        public TableSource read(Optional<TableSchema> declared) {
            return table.read(declared);
        }
    }

    private static String safeExtension(SafeZip.Member member) {
        String extension = SafeZip.extension(member.fileName());
        return extension.matches("[a-z0-9]{1,10}") ? extension : "bin";
    }

    private static String withoutExtension(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot > fileName.lastIndexOf('/') + 1 ? fileName.substring(0, dot) : fileName;
    }

    private static List<Finding> findings(List<OpenedFile> opened, List<Finding> leftOut) {
        return Stream.concat(leftOut.stream(), opened.stream().flatMap(file -> file.findings().stream()))
                .toList();
    }

    private static void close(List<OpenedFile> opened, Path folder) {
        opened.forEach(OpenedFile::close);
        remove(folder);
    }

    /** Removes a private folder with everything in it. */
    public static void remove(Path folder) {
        try {
            Folders.remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The refusal of an archive within an archive within an archive. */
    public static ExchangeException tooDeep(String name) {
        return Broken.unsafe(name, "压缩包嵌套超过一层", "archives are nested more than one level deep");
    }
}
