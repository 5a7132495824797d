package org.jiaohui.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.Finding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are cut off, that lie or attack: each ends in one clear sentence, soon, in little memory, and leaves nothing behind. */
@Timeout(120)
class HostileFilesTest {
    private static final String LAUGHS = """
        <?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
        """;
    private static final String ROW = "<row><c t=\"inlineStr\"><is><t>%s</t></is></c></row>";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path work;

    @AfterEach
    void leavesNothingBehind() throws IOException {
        try (Stream<Path> left = Files.list(work)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void archivesThatAreCutOff() throws IOException {
        Path whole = MadeFiles.zip(file("whole.zip"), Map.of("a.csv", "x,y\n1,2\n", "b.csv", "x,y\n3,4\n"));
        assertRefused(cut(whole, "cut.zip", 0.6), ErrorCode.FORMAT_BROKEN, "cut.zip");
        Path book = MadeFiles.xlsx(file("book.xlsx"), List.of(MadeFiles.row("a", "b") + MadeFiles.row("1", "2")));
        assertRefused(cut(book, "cut.xlsx", 0.6), ErrorCode.FORMAT_BROKEN, "cut.xlsx");
    }

    @Test
    void archivesThatBlowUp() throws IOException {
        Path bomb = MadeFiles.bomb(file("bomb.zip"), "a.csv", "", 300L << 20);
        assertThat(Files.size(bomb)).isLessThan(2 << 20);
        assertRefused(bomb, ErrorCode.ARCHIVE_UNSAFE, "a.csv");
        Path nested = file("nested.zip");
        pack(nested, "inner.zip", Files.readAllBytes(bomb));
        assertRefused(nested, ErrorCode.ARCHIVE_UNSAFE, "nested.zip!inner.zip");
        Path once = file("once.zip");
        pack(once, "a.zip", Files.readAllBytes(MadeFiles.zip(file("core.zip"), Map.of("a.csv", "x\n1\n"))));
        Path twice = file("twice.zip");
        pack(twice, "b.zip", Files.readAllBytes(once));
        assertRefused(twice, ErrorCode.ARCHIVE_UNSAFE, "nested");
        Path sheet = file("bomb.xlsx");
        MadeFiles.bomb(sheet, "xl/workbook.xml", "<workbook>", 300L << 20);
        assertRefused(sheet, ErrorCode.ARCHIVE_UNSAFE, "xl/workbook.xml");
    }

    @Test
    void archivesThatReachOutside() throws IOException {
        for (String path : List.of("../evil.csv", "/etc/evil.csv", "C:\\evil.csv", "a/../../evil.csv", "a\nb.csv")) {
            Path tricky = MadeFiles.zip(file("tricky.zip"), Map.of(path, "x,y\n1,2\n"));
            assertRefused(tricky, ErrorCode.ARCHIVE_UNSAFE, "tricky.zip");
        }
        assertThat(work.resolveSibling("evil.csv")).doesNotExist();
    }

    @Test
    void xmlWithEntities() throws IOException {
        String sheet = LAUGHS + "<worksheet><sheetData>" + ROW.formatted("&b;") + "</sheetData></worksheet>";
        assertRefused(MadeFiles.xlsx(file("laughs.xlsx"), List.of(sheet)), ErrorCode.FORMAT_BROKEN, "document types");
        String undeclared = ROW.formatted("&c;") + ROW.formatted("x");
        assertRefused(MadeFiles.xlsx(file("undeclared.xlsx"), List.of(undeclared)), ErrorCode.FORMAT_BROKEN, "xlsx");
        assertRefused(
                MadeFiles.odsOf(file("laughs.ods"), LAUGHS + "<x>&c;</x>"), ErrorCode.FORMAT_BROKEN, "document types");
        Path plain = Files.writeString(file("laughs.xml"), LAUGHS + "<x>&b;</x>");
        assertRefused(plain, ErrorCode.FORMAT_BROKEN, "document types");
    }

    @Test
    void xmlWithEndlessMarkupAndTexts() throws IOException {
        String attribute = "<row r=\"" + "9".repeat(5 << 20) + "\"/>";
        assertRefused(MadeFiles.xlsx(file("tag.xlsx"), List.of(attribute)), ErrorCode.FORMAT_BROKEN, "4 MB");
        String comment = "<!-- > it's " + "- > ".repeat(2 << 20) + "-->" + MadeFiles.row("a", "b");
        assertRefused(MadeFiles.xlsx(file("comment.xlsx"), List.of(comment)), ErrorCode.FORMAT_BROKEN, "4 MB");
        String text = ROW.formatted("x".repeat(3 << 20));
        assertRefused(MadeFiles.xlsx(file("text.xlsx"), List.of(text)), ErrorCode.FORMAT_BROKEN, "characters");
        String fine = "<!-- it's -> fine -->" + MadeFiles.row("a'", "b") + "<!---->" + MadeFiles.row("1", "2");
        try (var opened = OpenedFiles.open(work, MadeFiles.xlsx(file("fine.xlsx"), List.of(fine)))) {
            assertThat(OpenedFiles.read(opened.tables().getFirst()).rows()).containsExactly(List.of("1", "2"));
        }
    }

    @Test
    void aLineOf200Megabytes() throws IOException {
        for (String start : List.of("id,name\n1,x\n2,", "")) {
            Path file = file("line.csv");
            try (OutputStream out = Files.newOutputStream(file)) {
                out.write(start.getBytes(StandardCharsets.UTF_8));
                MadeFiles.repeat(out, "abcdefgh", 200L << 20);
            }
            long before = allocated();
            String line = start.isEmpty() ? "line 1" : "line 3";
            assertRefused(file, ErrorCode.RECORD_TOO_LONG, line);
            assertThat(allocated() - before).isLessThan(250L << 20);
            Files.delete(file);
        }
    }

    @Test
    void jsonThatIsTooMuch() throws IOException {
        assertRefused(
                text("keys.json", "[{", i -> "\"k" + i + "\":1,", 200_000, "\"z\":1}]"),
                ErrorCode.FORMAT_BROKEN,
                "keys");
        assertRefused(
                text("string.json", "[{\"a\":\"", i -> "abcdefgh", 4 << 20, "\"}]"),
                ErrorCode.FORMAT_BROKEN,
                "20000000");
        assertRefused(text("value.json", "[{\"a\":[", i -> "[1],", 3 << 20, "0]}]"), ErrorCode.FORMAT_BROKEN, "32 MB");
    }

    @Test
    void tablesOfTooManyColumns() throws IOException {
        assertRefused(text("wide.csv", "a", i -> ",b" + i, 20_000, "\n1,2\n"), ErrorCode.LIMIT_EXCEEDED, "20001");
        Path wide = text("fits.csv", "a", i -> ",b" + i, 4_999, "\n1,2\n");
        try (var opened = OpenedFiles.open(work, wide)) {
            assertThat(opened.tables().getFirst().draft().columns()).hasSize(5_000);
            opened.tables().getFirst().read(java.util.Optional.empty()).close();
        }
    }

    @Test
    void sheetsThatRepeatALongText() throws IOException {
        String texts = "<sst><si><t>" + "x".repeat(1_000_000) + "</t></si></sst>";
        String cells = "<row><c t=\"inlineStr\"><is><t>a</t></is></c><c t=\"inlineStr\"><is><t>b</t></is></c></row>"
                + ("<row>" + "<c t=\"s\"><v>0</v></c>".repeat(2) + "</row>") + "<row>"
                + "<c t=\"s\"><v>0</v></c>".repeat(200) + "</row>";
        Path file = MadeFiles.xlsx(file("long.xlsx"), List.of(cells), texts);
        try (var opened = OpenedFiles.open(work, file)) {
            var rows = OpenedFiles.read(opened.tables().getFirst());
            assertThat(rows.rows()).hasSize(1);
            assertThat(rows.refused()).hasSize(1);
        }
    }

    @Test
    void parquetThatIsCutOff() throws Exception {
        Path whole = file("whole.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT range AS n FROM range(10000)) TO '" + whole + "' (FORMAT parquet)");
        }
        try (var opened = OpenedFiles.open(work, whole)) {
            assertThat(OpenedFiles.read(opened.tables().getFirst()).count()).isEqualTo(10_000);
        }
        assertRefused(cut(whole, "cut.parquet", 0.5), ErrorCode.FORMAT_BROKEN, "cut.parquet");
        byte[] bytes = Files.readAllBytes(whole);
        Arrays.fill(bytes, 4, 200, (byte) 0x77);
        assertRefused(Files.write(file("torn.parquet"), bytes), ErrorCode.FORMAT_BROKEN, "torn.parquet");
    }

    @Test
    void shapefilesThatLie() throws IOException {
        assertShapes(9, 20, 1, 1, "");
        assertShapes(9, 20, 5, 1, "dbf");
        assertShapes(9, 20, 1, 5, "shorter");
        assertShapes(9_999_999, 20, 1, 1, "shorter");
        assertShapes(9, 2_000_000_000, 1, 1, "length");
        assertShapes(9, -20, 1, 1, "length");
    }

    @Test
    void workbooksWithAPassword() throws IOException {
        Path file = file("secret.xlsx");
        try (POIFSFileSystem container = new POIFSFileSystem();
                OutputStream out = Files.newOutputStream(file)) {
            container.createDocument(new ByteArrayInputStream(new byte[5000]), "EncryptedPackage");
            container.createDocument(new ByteArrayInputStream(new byte[500]), "EncryptionInfo");
            container.writeFilesystem(out);
        }
        assertRefused(file, ErrorCode.FORMAT_ENCRYPTED, "secret.xlsx");
        assertRefused(cut(file, "cut.xls", 0.3), ErrorCode.FORMAT_BROKEN, "cut.xls");
        Path ods = MadeFiles.zip(
                file("secret.ods"),
                Map.of(
                        "content.xml",
                        "ä",
                        "META-INF/manifest.xml",
                        "<manifest><file-entry><encryption-data/></file-entry></manifest>"));
        assertRefused(ods, ErrorCode.FORMAT_ENCRYPTED, "secret.ods");
    }

    @Test
    void speaksOfOneMemberAsOne() throws IOException {
        Map<String, String> members = Map.of("gates.csv", "id,name\n1,甲\n", "readme.md", "# 说明");
        try (var opened = OpenedFiles.open(work, MadeFiles.zip(file("one.zip"), members))) {
            assertThat(opened.findings())
                    .extracting(Finding::messageEn)
                    .containsExactly("1 member of the archive is no table and was not published: readme.md");
        }
    }

    @Test
    void namesEveryMemberThatIsNoTable() throws IOException {
        Map<String, String> members = new java.util.LinkedHashMap<>();
        members.put("gates.csv", "id,name\n1,甲\n");
        members.put("readme.md", "# 说明");
        members.put("docs/manual.pdf", "%PDF-1.4");
        members.put("settings.json", "{\"a\":1}");
        members.put("empty.csv", "");
        members.put("__MACOSX/._gates.csv", "x");
        try (var opened = OpenedFiles.open(work, MadeFiles.zip(file("parts.zip"), members))) {
            assertThat(opened.tables())
                    .singleElement()
                    .satisfies(table -> assertThat(table.name()).isEqualTo("gates"));
            assertThat(opened.findings())
                    .allSatisfy(note -> assertThat(note.rule()).isEqualTo("member-left-out"));
            String told = opened.findings().toString();
            assertThat(told).contains("readme.md", "docs/manual.pdf", "settings.json", "empty.csv");
            assertThat(told).doesNotContain("MACOSX");
        }
    }

    @Test
    void filesWithoutAnything() throws IOException {
        for (String name : List.of("a.csv", "a.json", "a.zip", "a.xlsx", "a.parquet")) {
            assertRefused(Files.write(file(name), new byte[0]), ErrorCode.SOURCE_EMPTY, name);
        }
        assertRefused(Files.writeString(file("blank.csv"), "\ufeff\n\n"), ErrorCode.SOURCE_EMPTY, "blank.csv");
        assertRefused(MadeFiles.zip(file("none.zip"), Map.of()), ErrorCode.SOURCE_EMPTY, "none.zip");
        assertRefused(MadeFiles.xlsx(file("none.xlsx"), List.of("")), ErrorCode.SOURCE_EMPTY, "none.xlsx");
    }

    /** A layer of one point whose headers say what they are told to; an empty {@code told} means that it is read. */
    private void assertShapes(int fileWords, int recordBytes, int shapes, int records, String told) throws IOException {
        int realWords = 50 + 14 * shapes;
        ByteBuffer shp = ByteBuffer.allocate(2 * realWords);
        shp.putInt(9994).position(24);
        shp.putInt(fileWords == 9 ? realWords : fileWords).order(ByteOrder.LITTLE_ENDIAN);
        shp.putInt(1000).putInt(1).position(100);
        for (int i = 0; i < shapes; i++) {
            shp.order(ByteOrder.BIG_ENDIAN).putInt(i + 1).putInt(recordBytes / 2);
            shp.order(ByteOrder.LITTLE_ENDIAN).putInt(1).putDouble(121).putDouble(31);
        }
        ByteBuffer dbf = ByteBuffer.allocate(32 + 32 + 1 + 4).order(ByteOrder.LITTLE_ENDIAN);
        dbf.put((byte) 3).position(4);
        dbf.putInt(records).putShort((short) 65).putShort((short) 4).position(32);
        dbf.put((byte) 'N').position(43);
        dbf.put((byte) 'C').position(48);
        dbf.put((byte) 3).position(64);
        dbf.put((byte) 0x0d).put(" abc".getBytes(StandardCharsets.US_ASCII));
        Path zip = file("layer.zip");
        try (var out = new java.util.zip.ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new java.util.zip.ZipEntry("layer.shp"));
            out.write(shp.array());
            out.putNextEntry(new java.util.zip.ZipEntry("layer.dbf"));
            out.write(dbf.array());
        }
        if (told.isEmpty()) {
            try (var opened = OpenedFiles.open(work, zip)) {
                assertThat(OpenedFiles.read(opened.tables().getFirst()).rows())
                        .containsExactly(List.of("abc", "POINT (121 31)"));
            }
        } else {
            assertRefused(zip, ErrorCode.FORMAT_BROKEN, told);
        }
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private Path text(String name, String head, java.util.function.IntFunction<String> piece, int times, String tail)
            throws IOException {
        Path file = file(name);
        try (var out = Files.newBufferedWriter(file)) {
            out.write(head);
            for (int i = 0; i < times; i++) {
                out.write(piece.apply(i));
            }
            out.write(tail);
        }
        return file;
    }

    private Path cut(Path whole, String name, double share) throws IOException {
        byte[] bytes = Files.readAllBytes(whole);
        return Files.write(file(name), Arrays.copyOf(bytes, (int) (bytes.length * share)));
    }

    private static void pack(Path zip, String member, byte[] bytes) throws IOException {
        try (var out = new java.util.zip.ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new java.util.zip.ZipEntry(member));
            out.write(bytes);
        }
    }

    /** Bytes that this thread has ever allocated. */
    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private void assertRefused(Path file, ErrorCode code, String told) {
        assertThatThrownBy(() -> {
                    try (var opened = OpenedFiles.open(work, file)) {
                        opened.tables().forEach(OpenedFiles::read);
                    }
                })
                .as(String.valueOf(file.getFileName()))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
                .hasMessageContaining(String.valueOf(file.getFileName()))
                .hasMessageContaining(told)
                .hasMessageContaining(" / ");
    }
}
