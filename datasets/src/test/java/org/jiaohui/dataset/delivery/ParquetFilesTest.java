package org.jiaohui.dataset.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jiaohui.exchange.delivery.ColumnFiles.ColumnFile;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFilesTest {
    private static final TableSchema SCHEMA = TableSchema.of(List.of(
            Column.of("id", ColumnType.INTEGER),
            Column.of("站名", ColumnType.TEXT),
            Column.of("fee", ColumnType.decimal(12, 2))));

    @TempDir
    Path folder;

    /** DuckDB is the judge: it knows nothing of this program. */
    private static List<String> ask(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            while (answer.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= answer.getMetaData().getColumnCount(); i++) {
                    row.append(i > 1 ? "|" : "").append(answer.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    private void write(Path file, int batches, int rows, boolean operations) throws Exception {
        Batch batch = new Batch(SCHEMA, rows);
        byte[] changed = new byte[rows];
        try (ColumnFile writing = new ParquetFiles().create(file, SCHEMA, operations)) {
            long id = 0;
            for (int n = 0; n < batches; n++) {
                batch.clear();
                for (int row = 0; row < rows; row++, id++) {
                    changed[row] = (byte) (id % 3 == 0 ? 'D' : 'U');
                    batch.column(0).setLong(row, id);
                    byte[] name = ("收费站" + id).getBytes(UTF_8);
                    if (id % 10 == 0) {
                        batch.column(1).setNull(row);
                    } else {
                        batch.column(1).setText(row, name, 0, name.length);
                    }
                    batch.column(2).setLong(row, id * 5);
                }
                batch.rows = rows;
                writing.take(batch, changed);
            }
            writing.finish();
        }
    }

    @Test
    void anotherReaderFindsEveryRow() throws Exception {
        Path file = folder.resolve("rows.parquet");
        write(file, 30, 10_000, false);
        assertThat(ask("SELECT count(*), sum(id), sum(fee), count(\"站名\"), max(\"站名\") FROM '" + file + "'"))
                .containsExactly("300000|44999850000|2249992500.00|270000|收费站99999");
        assertThat(ask("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '" + file + "')"))
                .containsExactly("id|BIGINT", "站名|VARCHAR", "fee|DECIMAL(12,2)");
    }

    @Test
    void whatHappenedToARowComesFirst() throws Exception {
        Path file = folder.resolve("changes.parquet");
        write(file, 2, 100, true);
        assertThat(ask("SELECT * FROM '" + file + "' ORDER BY id LIMIT 2"))
                .containsExactly("D|0|null|0.00", "U|1|收费站1|0.05");
        assertThat(ask("SELECT count(*) FROM '" + file + "' WHERE ex_op = 'D'")).containsExactly("67");
    }
}
