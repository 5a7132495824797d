package org.jiaohui.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.dataset.format.OpenedFiles.Rows;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.FormatOptions.ColumnPath;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** XML as a table: which elements are rows, which columns they have, and XML that cannot be read. */
@Timeout(120)
class XmlFileTest {
    private static final String BRIDGES = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- exported nightly -->
            <b:register xmlns:b="urn:bridges" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" issued="2026-11-01">
              <b:office>交通局</b:office>
              <b:bridges region="NX">
                <b:bridge id="007">
                  <b:name>黄河 &amp; 一桥</b:name>
                  <b:length unit="m">1224.5</b:length>
                  <b:place><b:lat>38.5</b:lat><b:lon>106.3</b:lon></b:place>
                  <b:inspected>2026-05-01T08:00:00+08:00</b:inspected>
                  <b:lane>1</b:lane><b:lane>2</b:lane>
                </b:bridge>
                <b:bridge id="008">
                  <b:name><![CDATA[二桥 <新>]]></b:name>
                  <b:length unit="m">88</b:length>
                  <b:place><b:lat>38.6</b:lat><b:lon>106.4</b:lon></b:place>
                  <b:inspected xsi:nil="true"/>
                  <b:lane>1</b:lane>
                </b:bridge>
              </b:bridges>
            </b:register>
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path work;

    @Test
    void readsTheElementsThatRepeatAsRows() throws IOException {
        Rows rows = read(file("bridges.xml", BRIDGES), FormatOptions.DETECT);
        assertThat(rows.schema().columns().stream().map(Column::name))
                .containsExactly("id", "name", "length", "length_unit", "place_lat", "place_lon", "inspected", "lane");
        assertThat(rows.refused()).isEmpty();
        assertThat(rows.count()).isEqualTo(2);
        assertThat(rows.cell(0, "id")).isEqualTo("007");
        assertThat(rows.cell(0, "name")).isEqualTo("黄河 & 一桥");
        assertThat(rows.cell(1, "name")).isEqualTo("二桥 <新>");
        assertThat(rows.cell(0, "lane")).isEqualTo("[\"1\",\"2\"]");
        assertThat(rows.cell(1, "lane")).isEqualTo("[\"1\"]");
        assertThat(rows.cell(1, "inspected")).isEmpty();
        assertThat(type(rows, "inspected").kind()).isEqualTo(ColumnType.Kind.TIMESTAMP);
        assertThat(type(rows, "id").kind()).isEqualTo(ColumnType.Kind.TEXT);
        assertThat(type(rows, "length")).isEqualTo(ColumnType.decimal(18, 1));
    }

    @Test
    void findsTheRowsAtADeclaredPath() throws IOException {
        String lines = """
                <net xmlns:x="urn:x"><line no="1"><stop><n>A</n></stop><x:stop><n>B</n></x:stop></line>
                <line no="2"><stop kind="end"><n>C</n></stop></line><stop><n>D</n></stop></net>
                """;
        assertThat(names(lines, "/net/line/stop")).containsExactly("A", "B", "C");
        assertThat(names(lines, "//stop")).containsExactly("A", "B", "C", "D");
        assertThat(names(lines, "/net//x:stop")).containsExactly("B");
        assertThat(names(lines, "/net/*[@no='2']/stop")).containsExactly("C");
        assertThat(names(lines, "//stop[@kind=\"end\"]")).containsExactly("C");
        assertThat(names("<a><b><n>1</n><b><n>2</n></b></b></a>", "//b")).containsExactly("1");
    }

    @Test
    void takesColumnsFromDeclaredPaths() throws IOException {
        FormatOptions options = declared(
                "//bridge",
                new ColumnPath("code", "@id"),
                new ColumnPath("unit", "length/@unit"),
                new ColumnPath("lat", ".//lat"),
                new ColumnPath("region", "../@region"),
                new ColumnPath("office", "../../office"),
                new ColumnPath("place", "place"),
                new ColumnPath("when", "checked|inspected"));
        Rows rows = read(file("bridges.xml", BRIDGES), options);
        assertThat(rows.rows().getFirst())
                .startsWith("007", "m", "385", "NX", "交通局", "[{\"lat\":\"38.5\",\"lon\":\"106.3\"}]");
        assertThat(rows.cell(1, "when")).isEmpty();
        assertThatThrownBy(() -> read(file("b.xml", BRIDGES), declared("//bridge", new ColumnPath("a", "b["))))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SETTINGS_WRONG))
                .hasMessageContaining("b[");
    }

    @Test
    void keepsAListAListWhereTheSchemaSaysSo() throws IOException {
        Path one = file("one.xml", "<r><i><k>1</k><v>x</v></i><i><k>2</k><v>y</v></i></r>");
        TableSchema schema =
                TableSchema.of(List.of(Column.of("k", ColumnType.INTEGER), Column.of("v", ColumnType.JSON)));
        try (var opened = OpenedFiles.open(work, one)) {
            Rows rows = OpenedFiles.read(opened.tables().getFirst(), Optional.of(schema));
            assertThat(rows.refused()).isEmpty();
            assertThat(rows.rows()).containsExactly(List.of("1", "[\"x\"]"), List.of("2", "[\"y\"]"));
        }
    }

    @Test
    void readsEncodingsThatTheDocumentDeclares() throws IOException {
        for (String encoding : List.of("GB18030", "GBK", "gb2312", "UTF-16", "Big5", "UTF-8")) {
            String text =
                    "<?xml version='1.0' encoding='" + encoding + "'?><路><段><名>高速公路收费站</名></段><段><名>大桥</名></段></路>";
            Path file = work.resolve(encoding + ".xml");
            String simple =
                    encoding.equals("Big5") ? text.replace("高速公路收费站", "高速公路收費站").replace("段", "線") : text;
            Files.write(file, simple.getBytes(Charset.forName(encoding)));
            Rows rows = read(file, FormatOptions.DETECT);
            assertThat(rows.rows().getFirst().getFirst()).as(encoding).startsWith("高速公路收");
        }
        Path lying = work.resolve("lying.xml");
        String chinese = "<?xml version='1.0' encoding='UTF-8'?><r>" + "<i><n>京藏高速公路</n></i>".repeat(9) + "</r>";
        Files.write(lying, chinese.getBytes(Charset.forName("GB18030")));
        assertRefused(lying, FormatOptions.DETECT, ErrorCode.ENCODING_BROKEN, "lying.xml");
    }

    @Test
    void tellsWhatIsNotPublished() throws IOException {
        Path file = file(
                "two.xml",
                "<r><stop><n>1</n></stop><stop><n>2</n></stop><stop><n>3</n></stop><line><m>1</m></line><line><m>2</m></line><tag>a</tag><tag>b</tag></r>");
        try (var opened = OpenedFiles.open(work, file)) {
            assertThat(opened.findings()).singleElement().satisfies(note -> {
                assertThat(note.rule()).isEqualTo("member-left-out");
                assertThat(note.message())
                        .contains("/r/stop", "/r/line (2)", "rowsPath")
                        .doesNotContain("tag");
            });
        }
        assertRefused(
                file("tie.xml", "<r><a><n>1</n></a><a><n>2</n></a><b><n>1</n></b><b><n>2</n></b></r>"),
                FormatOptions.DETECT,
                ErrorCode.FORMAT_UNKNOWN,
                "/r/a (2), /r/b (2)");
        assertRefused(file, declared("/r/nothing"), ErrorCode.SOURCE_EMPTY, "/r/line (2)");
        assertRefused(file, declared("r stop"), ErrorCode.SETTINGS_WRONG, "r stop");
    }

    @Test
    void readsASingleRowWhereOnlyOneElementHoldsValues() throws IOException {
        Rows rows = read(
                file("single.xml", "<answer><rows><row><a>1</a><b>x</b></row></rows></answer>"), FormatOptions.DETECT);
        assertThat(rows.rows()).containsExactly(List.of("1", "x"));
    }

    @Test
    void namesThePlaceWhereADocumentBreaks() throws IOException {
        assertRefused(
                file("tags.xml", "<r>\n<i><a>1</a></i>\n<i><a>2</b></i>\n</r>"),
                FormatOptions.DETECT,
                ErrorCode.FORMAT_BROKEN,
                "line 3, column 10");
        assertRefused(
                file("cut.xml", BRIDGES.substring(0, BRIDGES.length() - 30)),
                FormatOptions.DETECT,
                ErrorCode.FORMAT_BROKEN,
                "line 19");
        assertRefused(
                file("entity.xml", "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><r><i><a>&a;</a></i></r>"),
                FormatOptions.DETECT,
                ErrorCode.FORMAT_BROKEN,
                "document types and entities");
        assertRefused(file("deep.xml", "<a>".repeat(5_000)), FormatOptions.DETECT, ErrorCode.FORMAT_BROKEN, "depth");
    }

    @Test
    void readsMoreAmpersandsThanAParserAllowsEntities() throws IOException {
        Path file = work.resolve("ampersands.xml");
        Files.writeString(file, "<r>" + "<i><a>&amp;&lt;&#20013;</a></i>".repeat(150_000) + "</r>");
        Rows rows = read(file, FormatOptions.DETECT);
        assertThat(rows.count()).isEqualTo(150_000);
        assertThat(rows.rows().getLast()).containsExactly("&<中");
    }

    @Test
    void refusesAnElementOf200Megabytes() throws IOException {
        List<String> openings = List.of("<a>", "<a><![CDATA[", "<a x='");
        List<ErrorCode> codes = new ArrayList<>();
        for (String opening : openings) {
            Path file = work.resolve("long.xml");
            try (OutputStream out = Files.newOutputStream(file)) {
                out.write(("<r><i><a>1</a></i><i>" + opening).getBytes(StandardCharsets.UTF_8));
                MadeFiles.repeat(out, "0123456789abcde\n", 200L << 20);
                String end = opening.contains("CDATA")
                        ? "]]></a></i></r>"
                        : opening.endsWith("'") ? "'/></i></r>" : "</a></i></r>";
                out.write(end.getBytes(StandardCharsets.UTF_8));
            }
            assertThatThrownBy(() -> read(file, FormatOptions.DETECT))
                    .isInstanceOfSatisfying(ExchangeException.class, e -> codes.add(e.code()))
                    .hasMessageContaining("long.xml")
                    .hasMessageContaining("MB");
            Files.delete(file);
        }
        assertThat(codes).containsExactly(ErrorCode.RECORD_TOO_LONG, ErrorCode.FORMAT_BROKEN, ErrorCode.FORMAT_BROKEN);
    }

    private List<String> names(String text, String path) throws IOException {
        Rows rows = read(file("net.xml", text), declared(path, new ColumnPath("n", "n")));
        return rows.rows().stream().map(List::getFirst).toList();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(work.resolve(name), text);
    }

    private static ColumnType type(Rows rows, String column) {
        return rows.schema().columns().get(rows.schema().indexOf(column)).type();
    }

    private static FormatOptions declared(String rowsPath, ColumnPath... columns) {
        FormatOptions none = FormatOptions.DETECT;
        return new FormatOptions(
                none.format(),
                none.encoding(),
                none.delimiter(),
                none.recordSeparator(),
                none.quote(),
                none.header(),
                none.headerRow(),
                none.table(),
                Optional.of(rowsPath),
                List.of(columns));
    }

    private void assertRefused(Path file, FormatOptions options, ErrorCode code, String told) {
        assertThatThrownBy(() -> read(file, options))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
                .hasMessageContaining(told);
    }

    private Rows read(Path file, FormatOptions options) {
        try (var opened = OpenedFiles.open(work, file, options)) {
            return OpenedFiles.read(opened.tables().getFirst());
        }
    }
}
