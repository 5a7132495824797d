package org.jiaohui.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.Formats.DeliveredTable;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.RawRow;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of refused rows, and what a look at a table tells before a row is taken. */
class RefusedCellsTest {
    private static final TableSchema SCHEMA =
            TableSchema.of(List.of(Column.of("note", ColumnType.TEXT), Column.of("n", ColumnType.INTEGER)));

    @TempDir
    Path folder;

    @Test
    void cellsOfDelimitedRowsStandInTheOrderOfTheSchemaWhateverTheDialectAndEncoding() throws Exception {
        Path file = folder.resolve("gbk.csv");
        Files.write(
                file, "n;more;note\n1;x;好\nzwei;y;\"他说\"\"不\"\"; 真\"\n3;z;一;多\n".getBytes(Charset.forName("GB18030")));
        assertThat(refused(table(file)))
                .containsExactly(
                        new RawRow(List.of("他说\"不\"; 真", "zwei"), "zwei;y;\"他说\"\"不\"\"; 真\""),
                        new RawRow(List.of(), "3;z;一;多"));
    }

    @Test
    void cellsOfJsonRowsAreKept() throws Exception {
        Path file = folder.resolve("rows.json");
        Files.writeString(file, "[{\"n\":1,\"note\":\"a\"},{\"n\":\"x\",\"note\":\"b\\tc\"},5]");
        List<RawRow> rows = refused(table(file));
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst().cells()).containsExactly("b\tc", "x");
    }

    @Test
    void aLookTellsTypesAndHowManyValuesFit() throws Exception {
        Path file = folder.resolve("look.csv");
        Files.writeString(file, "n,note,empty\n1,a,\n2,b,\nx,c,\n4,d,\n");
        List<DeliveredColumn> columns = table(file).look(Optional.of(SCHEMA));
        assertThat(columns.get(0))
                .isEqualTo(new DeliveredColumn(
                        "n", Optional.of(ColumnType.TEXT), false, 0.75, List.of("1", "2", "x", "4")));
        assertThat(columns.get(2).type()).isEmpty();
        assertThat(columns.get(2).fitting()).isEqualTo(1);
    }

    @Test
    void aLookAtALargeFileReadsItsHeadAlone() throws Exception {
        Path file = folder.resolve("large.csv");
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        rows.write("n,note\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (int i = 0; i < 200_000; i++) {
            rows.write((i < 100_000 ? i + ",a\n" : "x,\"never closed\n")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        Files.write(file, rows.toByteArray());
        assertThat(table(file).look(Optional.of(SCHEMA)).getFirst().fitting()).isEqualTo(1);
    }

    private DeliveredTable table(Path file) {
        return OpenedFiles.open(folder.resolve("work"), file).tables().getFirst();
    }

    private static List<RawRow> refused(DeliveredTable table) {
        List<RawRow> refused = new ArrayList<>();
        try (TableSource source = table.read(Optional.of(SCHEMA))) {
            Batch batch = new Batch(SCHEMA, 16);
            for (Optional<TablePart> part = source.nextPart(); part.isPresent(); part = source.nextPart()) {
                while (part.get().next(batch, (row, column, rule, value, reason, raw) -> refused.add(raw))) {
                    batch.clear();
                }
            }
        }
        return refused;
    }
}
