package org.jiaohui.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jiaohui.dataset.format.OpenedFiles.Rows;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON in its three shapes, and JSON that is none. */
class JsonFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path work;

    @Test
    void readsFeaturesAndNothingBehindThem() throws IOException {
        Rows rows = read("berths.geojson", """
                {"type": "FeatureCollection", "features": [
                  {"type": "Feature", "properties": {"name": "一号", "depth": 12.5},
                   "geometry": {"type": "Point", "coordinates": [121.5, 31.2]}},
                  {"type": "Feature", "properties": {"name": "二号", "depth": 9},
                   "geometry": {"type": "Point", "coordinates": [121.6, 31.3]}}
                ], "name": "berths", "bbox": [121, 31, 122, 32]}
                """);
        assertThat(rows.count()).isEqualTo(2);
        assertThat(rows.refused()).isEmpty();
        assertThat(rows.rows().getFirst()).contains("一号", "POINT (121.5 31.2)");
    }

    @Test
    void readsAnArrayInsideADocumentAndNothingBehindIt() throws IOException {
        Rows rows = read("page.json", "{\"data\":{\"rows\":[{\"a\":1},{\"a\":2},{\"a\":3}],\"total\":3},\"ok\":true}");
        assertThat(rows.rows()).containsExactly(List.of("1"), List.of("2"), List.of("3"));
        assertThat(rows.count()).isEqualTo(3);
    }

    @Test
    void readsTheValuesOfOneObjectWithTheirKeys() throws IOException {
        Rows rows = read("ports.json", "{\"CNSHA\":{\"name\":\"上海\",\"at\":[121,31]},\"CNYSN\":{\"name\":\"洋山\"}}");
        assertThat(rows.rows()).containsExactly(List.of("上海", "[121,31]", "CNSHA"), List.of("洋山", "", "CNYSN"));
        assertThat(rows.schema().indexOf("key")).isEqualTo(2);
    }

    @Test
    void readsLines() throws IOException {
        Rows rows = read("log.ndjson", "{\"a\":1,\"b\":{\"c\":[1]}}\n{\"a\":2}\n\n{\"b\":null,\"a\":3}\n");
        assertThat(rows.count()).isEqualTo(3);
        assertThat(rows.cell(0, "b")).isEqualTo("{\"c\":[1]}");
    }

    @Test
    void readsOneLineAsOneRow() throws IOException {
        assertThat(read("one.ndjson", "{\"a\":1,\"b\":[{\"c\":2},{\"c\":3}]}\n").rows())
                .containsExactly(List.of("1", "[{\"c\":2},{\"c\":3}]"));
        assertThat(read("two.ndjson", "{\"a\":{\"x\":1},\"b\":{\"x\":2}}\n").count())
                .isEqualTo(1);
    }

    @Test
    void refusesElementsThatAreNoObjects() throws IOException {
        Rows rows = read("mixed.json", "[{\"a\":1},7,{\"a\":2}]");
        assertThat(rows.count()).isEqualTo(3);
        assertThat(rows.rows()).hasSize(2);
        assertThat(rows.refused()).containsExactly("|fields|7");
    }

    @Test
    void namesThePlaceWhereADocumentBreaks() {
        assertBroken("cut.json", "[{\"a\":1},\n{\"a\":2},\n{\"a\":", "cut.json");
        assertBroken("nested.json", "[".repeat(100_000), "200");
        assertBroken("number.json", "[{\"a\":" + "9".repeat(1_000_000) + "}]", "400");
        assertThatThrownBy(() -> read("nothing.json", "{\"a\":1,\"b\":\"x\"}"))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORMAT_UNKNOWN))
                .hasMessageContaining("rowsPath");
    }

    @Test
    void namesTheListsThatAreNotPublished() throws IOException {
        Path file = Files.writeString(
                work.resolve("lists.json"),
                "{\"stops\":[{\"id\":1},{\"id\":2}],\"lines\":[{\"id\":9}],\"tags\":[\"a\",\"b\",\"c\"],\"meta\":{\"sources\":[{\"n\":1}]}}");
        try (var opened = OpenedFiles.open(work, file)) {
            assertThat(opened.findings()).singleElement().satisfies(note -> {
                assertThat(note.rule()).isEqualTo("member-left-out");
                assertThat(note.count()).isEqualTo(2);
                assertThat(note.message()).contains("/stops", "/lines (1)", "/meta/sources (1)", "rowsPath");
                assertThat(note.messageEn()).contains("/lines (1)").doesNotContain("/tags");
            });
        }
    }

    private void assertBroken(String name, String text, String told) {
        assertThatThrownBy(() -> read(name, text))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORMAT_BROKEN))
                .hasMessageContaining(name)
                .hasMessageContaining(told);
    }

    private Rows read(String name, String text) throws IOException {
        Path file = Files.writeString(work.resolve(name), text);
        try (var opened = OpenedFiles.open(work, file)) {
            return OpenedFiles.read(opened.tables().getFirst());
        }
    }
}
