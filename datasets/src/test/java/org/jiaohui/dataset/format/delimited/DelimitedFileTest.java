package org.jiaohui.dataset.format.delimited;

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
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DelimitedFileTest {
    @TempDir
    Path folder;

    @Test
    void readsQuotedFieldsWithDelimitersQuotesAndLineEnds() throws IOException {
        Rows rows = readText("a,b\r\n1,\"x,\"\"y\"\"\r\nz\"\r\n2,\r\n\r\n3,\"\"\n4,5\" pipe");

        assertThat(rows.accepted())
                .containsExactly(
                        List.of("1", "x,\"y\"\r\nz"), List.of("2", "∅"), List.of("3", "∅"), List.of("4", "5\" pipe"));
        assertThat(rows.read()).isEqualTo(4);
    }

    @Test
    void refusesRowsWithTooFewAndTooManyFieldsAndKeepsTheirText() throws IOException {
        Rows rows = readText("a,b\n1,2\n3\n4,5,\n6,7,8\n9,10\n");

        assertThat(rows.refused()).containsExactly("1::fields:1", "2::fields:3", "3::fields:3");
        assertThat(rows.raw()).containsExactly("3", "4,5,", "6,7,8");
        assertThat(rows.accepted()).hasSize(2);
        assertThat(rows.read()).isEqualTo(5);
    }

    @Test
    void refusesValuesThatDoNotFitTheirTypeWithRowColumnAndValue() throws IOException {
        TableSchema schema =
                TableSchema.of(List.of(Column.of("name", ColumnType.TEXT), Column.of("fee", ColumnType.decimal(5, 2))));
        Rows rows = read(open("fee,other,name\n1.5,q,甲\n1.555,q,乙\n,q,\"丙\"\"\"\nx,q,丁\n"), schema);

        assertThat(rows.accepted()).containsExactly(List.of("甲", "150"), List.of("丙\"", "∅"));
        assertThat(rows.refused()).containsExactly("1:fee:type:1.555", "3:fee:type:x");
    }

    @Test
    void refusesOnlyTheRowsWithBytesThatAreNoUtf8() throws IOException {
        Path file = write("a,b\n甲,1\n?,2\n乙,3\n".getBytes(StandardCharsets.UTF_8));
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '?' ? (byte) 0xC0 : bytes[i];
        }
        Files.write(file, bytes);

        Rows rows = Rows.of(DelimitedFile.open(file, "x.csv", declared("UTF-8")).read(Optional.empty()));

        assertThat(rows.refused()).containsExactly("1::encoding:");
        assertThat(rows.accepted()).containsExactly(List.of("甲", "1"), List.of("乙", "3"));
    }

    @Test
    void readsTheSameRowsInEveryEncoding() throws IOException {
        StringBuilder text = new StringBuilder("编号,名称,备注\n");
        for (int i = 0; i < 120_000; i++) {
            text.append(i).append(",高速公路收费站,\"绿通车辆，已查验,").append(i % 7).append("\n第二行\"\n");
        }
        Rows expected = readText(text.toString());
        assertThat(expected.read()).isEqualTo(120_000);
        for (String encoding : List.of("GB18030", "UTF-16LE", "UTF-16BE", "Big5")) {
            String encodable = encoding.equals("Big5") ? "id,name,note\n1,高速公路,\"說明,\n2\"\n" : text.toString();
            Path file = write(encodable.getBytes(Charset.forName(encoding)));
            Rows rows = Rows.of(
                    DelimitedFile.open(file, "x.csv", declared(encoding)).read(Optional.empty()), 16_384);
            assertThat(rows.refused()).as(encoding).isEmpty();
            if (!encoding.equals("Big5")) {
                assertThat(rows.accepted()).as(encoding).isEqualTo(expected.accepted());
            }
        }
    }

    @Test
    void zerosBeforeTheFirstDigitMakeNoNumberTooLong() throws IOException {
        DelimitedFile file = open("small,long\n0.015816999599337578,12.015816999599337578\n-0.5,1\n");

        assertThat(file.draft().columns().get(0).type()).isEqualTo(ColumnType.DOUBLE);
        assertThat(file.draft().columns().get(1).type()).isEqualTo(ColumnType.TEXT);
        assertThat(Rows.of(file.read(Optional.empty())).accepted().getFirst())
                .containsExactly(Long.toString(Double.doubleToLongBits(0.015816999599337578)), "12.015816999599337578");
    }

    @Test
    void skipsTheByteOrderMark() throws IOException {
        DelimitedFile file = open("\uFEFFid,name\n1,x\n");

        assertThat(file.draft().columns().getFirst().name()).isEqualTo("id");
        assertThat(Rows.of(file.read(Optional.empty())).accepted()).containsExactly(List.of("1", "x"));
    }

    @Test
    void detectsDelimitersAndQuotes() throws IOException {
        assertThat(readText("a;b\n1,5;2\n2,5;3\n").accepted()).contains(List.of("1,5", "2"));
        assertThat(readText("a\tb\n1\t2\n").accepted()).containsExactly(List.of("1", "2"));
        assertThat(readText("a|b\n1|2\n").accepted()).containsExactly(List.of("1", "2"));
        assertThat(readText("a,b\n'1,x',2\n'2',3\n").accepted())
                .containsExactly(List.of("1,x", "2"), List.of("2", "3"));
        assertThat(readText("a,b\r1,2\r3,4\r").accepted()).containsExactly(List.of("1", "2"), List.of("3", "4"));
        assertThat(open("a\tb\n1\t2\n").format()).isEqualTo("TSV");
    }

    @Test
    void findsTheHeaderBelowABanner() throws IOException {
        DelimitedFile file = open("2025年港口吞吐量统计表\n\n单位：万吨\n港口,货物,集装箱\n上海港,700,4900\n宁波舟山港,1300,3900\n");
        assertThat(file.draft().columns()).extracting(Column::name).containsExactly("港口", "货物", "集装箱");
        assertThat(Rows.of(file.read(Optional.empty())).accepted())
                .containsExactly(List.of("上海港", "700", "4900"), List.of("宁波舟山港", "1300", "3900"));
        assertThat(file.findings()).singleElement().satisfies(note -> {
            assertThat(note.rule()).isEqualTo("banner");
            assertThat(note.count()).isEqualTo(2);
            assertThat(note.messageEn()).contains("line 4", "line 1", ", line 3 \"单位：万吨\"");
            assertThat(note.message()).contains("第 4 行", "第 1 行“2025年港口吞吐量统计表”、第 3 行“单位：万吨”");
        });
        DelimitedFile padded = open("通行费标准,,,\n车型,一类,二类,三类\n客车,0.4,0.5,0.6\n货车,0.5,0.7,0.9\n");
        assertThat(padded.draft().columns()).extracting(Column::name).containsExactly("车型", "一类", "二类", "三类");
        DelimitedFile gbk = DelimitedFile.open(
                write("驾驶员名单\n姓名,单位\n张三,运管处\n李四,客运站\n".getBytes(Charset.forName("GB18030"))),
                "x.csv",
                declared("GB18030"));
        assertThat(Rows.of(gbk.read(Optional.empty())).accepted())
                .containsExactly(List.of("张三", "运管处"), List.of("李四", "客运站"));
    }

    @Test
    void takesNoRowOfDataForABanner() throws IOException {
        FormatOptions headerless = new FormatOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(false),
                Optional.empty(),
                Optional.empty());
        DelimitedFile declared = DelimitedFile.open(write("甲,,\n乙,二,三\n丙,四,五\n"), "x.csv", headerless);
        assertThat(Rows.of(declared.read(Optional.empty())).accepted()).hasSize(3);
        assertThat(declared.findings()).isEmpty();
        for (String text :
                List.of("name\n1,2\n3,4\n5,6\n", "a,b\nx,y,z\nu,v,w\n", "标题\n张三,2024,15\n李四,2023,16\n", "a\n1\n2\n")) {
            assertThat(open(text).findings()).as(text).isEmpty();
        }
    }

    @Test
    void takesTheDeclaredHeaderRow() throws IOException {
        String text = "甲,乙\n说明,一\nid,name\n1,x\n2,y\n";
        DelimitedFile file = DelimitedFile.open(write(text), "x.csv", headerRow(3));
        assertThat(Rows.of(file.read(Optional.empty())).accepted())
                .containsExactly(List.of("1", "x"), List.of("2", "y"));
        assertThat(file.findings())
                .singleElement()
                .satisfies(note -> assertThat(note.count()).isEqualTo(2));
        assertFails(ErrorCode.SETTINGS_WRONG, () -> DelimitedFile.open(write(text), "x.csv", headerRow(99)));
    }

    private static FormatOptions headerRow(int line) {
        return new FormatOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(line),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    @Test
    void readsRecordsSeparatedByASign() throws IOException {
        FormatOptions options = new FormatOptions(
                Optional.of("csv"),
                Optional.empty(),
                Optional.of("|"),
                Optional.of("@"),
                Optional.of(""),
                Optional.of(false),
                Optional.empty(),
                Optional.empty());
        DelimitedFile file = DelimitedFile.open(write("@a|\"甲|0@b|乙|1@c|丙|2"), "x.txt", options);

        assertThat(Rows.of(file.read(Optional.empty())).accepted())
                .containsExactly(List.of("a", "\"甲", "0"), List.of("b", "乙", "1"), List.of("c", "丙", "2"));
        assertThat(file.draft().columns()).extracting(Column::name).containsExactly("c1", "c2", "c3");
    }

    @Test
    void makesDuplicateNamesDifferentInADraftOnly() throws IOException {
        DelimitedFile file = open("站名,时间,时间\n北京,1,2\n");

        TableSchema draft = file.draft();
        assertThat(draft.columns()).extracting(Column::name).containsExactly("站名", "时间", "时间_2");
        assertThat(file.findings()).hasSize(1);
        assertThat(read(file, draft).accepted()).containsExactly(List.of("北京", "1", "2"));
        TableSchema ambiguous = TableSchema.of(List.of(Column.of("时间", ColumnType.INTEGER)));
        assertFails(ErrorCode.HEADER_BROKEN, () -> file.read(Optional.of(ambiguous)));
    }

    @Test
    void namesTheColumnThatIsMissing() throws IOException {
        DelimitedFile file = open("id,time\n1,2\n");
        TableSchema schema = TableSchema.of(List.of(Column.of("plate", ColumnType.TEXT)));

        assertThatThrownBy(() -> file.read(Optional.of(schema)))
                .hasMessageContaining("\"plate\"")
                .hasMessageContaining("id, time");
    }

    @Test
    void refusesEmptyBinaryAndUnclosedFiles() throws IOException {
        assertFails(ErrorCode.SOURCE_EMPTY, () -> open(""));
        assertFails(ErrorCode.SOURCE_EMPTY, () -> open("\n\n"));
        assertFails(ErrorCode.FORMAT_UNKNOWN, () -> open("a\0\0b\n1\0\0002\n"));
        assertFails(ErrorCode.FORMAT_BROKEN, () -> readText("a,b\n1,2\n3,\"x\n4,5\n"));
        assertThatThrownBy(() -> readText("a,b\n1,2\n3,\"x\n4,5\n")).hasMessageContaining("line 3");
        FormatOptions wrong = new FormatOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.of("，"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertFails(ErrorCode.SETTINGS_WRONG, () -> DelimitedFile.open(write("a"), "x", wrong));
    }

    @Test
    void refusesRecordsThatAreTooLongInBoundedMemory() throws IOException {
        for (String encoding : List.of("UTF-8", "GB18030")) {
            for (String opening : List.of("", "\"")) {
                Path file = folder.resolve("long.csv");
                try (OutputStream out = Files.newOutputStream(file)) {
                    out.write(("id,name\n1,x\n2," + opening).getBytes(StandardCharsets.UTF_8));
                    byte[] filler = "abcdefgh".repeat(1 << 14).getBytes(StandardCharsets.UTF_8);
                    for (int i = 0; i < 400; i++) {
                        out.write(filler);
                    }
                }
                TableSchema schema = TableSchema.of(
                        List.of(Column.of("id", ColumnType.INTEGER), Column.of("name", ColumnType.TEXT)));
                DelimitedFile opened = DelimitedFile.open(file, "long.csv", declared(encoding));
                assertFails(ErrorCode.RECORD_TOO_LONG, () -> read(opened, schema));
                assertThatThrownBy(() -> read(opened, schema)).hasMessageContaining("line 3");
            }
        }
    }

    @Test
    void splitsRandomTextIntoTheSameRowsWhateverTheSpans() throws IOException {
        Random random = new Random(42);
        String[] pieces = {"a", "甲", "\"", "\"\"", ",", "\n", "\r\n", "bcdefghijk", " ", "\"x\"", "\"p\nq\""};
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(200); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            assertThat(endsFoundInSteps(bytes, 1 + random.nextInt(40))).isEqualTo(endsFoundBySplitting(bytes));
        }
    }

    private static List<Integer> endsFoundBySplitting(byte[] bytes) {
        RecordSplitter splitter = new RecordSplitter(Dialect.CSV, 4);
        byte[] text = java.util.Arrays.copyOf(bytes, bytes.length + 2);
        text[bytes.length] = '\n';
        List<Integer> ends = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            at = splitter.split(text, at, bytes.length, false);
            if (at < 0) {
                break;
            }
            ends.add(at);
        }
        return ends;
    }

    private static List<Integer> endsFoundInSteps(byte[] bytes, int step) {
        List<Integer> all = endsFoundBySplitting(bytes);
        List<Integer> ends = new ArrayList<>();
        RecordEnds finder = new RecordEnds(Dialect.CSV);
        int at = 0;
        while (at < bytes.length) {
            int goal = Math.min(bytes.length, at + step);
            finder.skip(bytes, at, goal);
            int end = finder.findEnd(bytes, goal, bytes.length);
            for (int known : all) {
                if (known > at && (known <= goal || (end < 0))) {
                    ends.add(known);
                }
            }
            if (end < 0) {
                break;
            }
            ends.add(end);
            // What lies between the goal and the end found must hold no other record end.
            assertThat(all.stream().filter(known -> known > goal && known < end))
                    .isEmpty();
            at = end;
        }
        return ends;
    }

    private Rows readText(String text) throws IOException {
        return Rows.of(open(text).read(Optional.empty()));
    }

    private static Rows read(DelimitedFile file, TableSchema schema) {
        return Rows.of(file.read(Optional.of(schema)));
    }

    private DelimitedFile open(String text) throws IOException {
        return DelimitedFile.open(write(text), "x.csv", FormatOptions.DETECT);
    }

    private Path write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path write(byte[] bytes) throws IOException {
        Path file = Files.createTempFile(folder, "x", ".csv");
        return Files.write(file, bytes);
    }

    private static FormatOptions declared(String encoding) {
        return new FormatOptions(
                Optional.empty(),
                Optional.of(encoding),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static void assertFails(ErrorCode code, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
