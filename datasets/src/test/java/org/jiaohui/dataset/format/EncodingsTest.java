package org.jiaohui.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jiaohui.dataset.format.OpenedFiles.Rows;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.FormatOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A declared encoding is held against the file; single rows that do not decode are refused one by one. */
class EncodingsTest {
    private static final String TEXT = "站名,线路\n" + "人民广场,一号线\n徐家汇,九号线\n陆家嘴,二号线\n".repeat(20);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path work;

    @Test
    void aFileInAnotherEncodingThanDeclaredIsRefused() throws IOException {
        List<String> encodings = List.of("UTF-8", "GB18030", "UTF-16LE");
        for (String written : encodings) {
            for (String declared : encodings) {
                if (written.equals(declared)) {
                    assertThat(read("a.csv", written, declared).rows()).hasSize(60);
                } else {
                    assertBroken("a.csv", TEXT.getBytes(Charset.forName(written)), declared);
                }
            }
        }
        assertBroken("mark.csv", ("\ufeff" + TEXT).getBytes(StandardCharsets.UTF_16BE), "UTF-16LE");
    }

    @Test
    void singleRowsInAnotherEncodingAreRefusedAlone() throws IOException {
        Path file = work.resolve("mixed.csv");
        Files.write(file, TEXT.getBytes(StandardCharsets.UTF_8));
        Files.write(file, "外滩,十号线\n".getBytes(Charset.forName("GB18030")), java.nio.file.StandardOpenOption.APPEND);
        try (var opened = OpenedFiles.open(work, file, declared("UTF-8"))) {
            Rows rows = OpenedFiles.read(opened.tables().getFirst());
            assertThat(rows.rows()).hasSize(60);
            assertThat(rows.refused()).singleElement().asString().contains("encoding");
        }
    }

    @Test
    void jsonInAnotherEncodingThanDeclaredIsRefused() {
        byte[] gb = "[{\"站\":\"人民广场\"},{\"站\":\"徐家汇\"}]".getBytes(Charset.forName("GB18030"));
        assertBroken("a.json", gb, "UTF-8");
        byte[] late = ("[{\"a\":\"" + "x".repeat(5_000_000) + "\"},{\"站\":\"").getBytes(StandardCharsets.UTF_8);
        byte[] whole = java.util.Arrays.copyOf(late, late.length + 4_000_000);
        java.util.Arrays.fill(whole, late.length, whole.length, (byte) 'y');
        whole[late.length + 1_000_001] = (byte) 0xff;
        assertBroken("late.json", whole, "UTF-8");
    }

    @Test
    void anEncodingThatNobodyKnowsIsASetting() {
        assertThatThrownBy(() -> read("a.csv", "UTF-8", "KLINGON-1"))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SETTINGS_WRONG))
                .hasMessageContaining("KLINGON-1");
    }

    private void assertBroken(String name, byte[] bytes, String declared) {
        assertThatThrownBy(() -> OpenedFiles.open(work, Files.write(work.resolve(name), bytes), declared(declared)))
                .as(declared)
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.ENCODING_BROKEN))
                .hasMessageContaining(name)
                .hasMessageContaining(declared);
    }

    private Rows read(String name, String written, String declared) throws IOException {
        Path file = Files.write(work.resolve(name), TEXT.getBytes(Charset.forName(written)));
        try (var opened = OpenedFiles.open(work, file, declared(declared))) {
            return OpenedFiles.read(opened.tables().getFirst());
        }
    }

    private static FormatOptions declared(String encoding) {
        FormatOptions none = FormatOptions.DETECT;
        return new FormatOptions(
                none.format(),
                Optional.of(encoding),
                none.delimiter(),
                none.recordSeparator(),
                none.quote(),
                none.header(),
                none.table(),
                none.rowsPath());
    }
}
