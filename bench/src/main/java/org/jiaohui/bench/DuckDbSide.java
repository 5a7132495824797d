package org.jiaohui.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** The other side: one COPY from the CSV to zstd Parquet, types declared, no further rules. Arguments: CSV, target. */
final class DuckDbSide {
    private DuckDbSide() {}

    public static void main(String[] arguments) throws Exception {
        Path target = Path.of(arguments[1]);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = " + Runtime.getRuntime().availableProcessors());
            OwnWork work = OwnWork.begin();
            statement.execute("COPY (SELECT * FROM read_csv('" + arguments[0] + "', header = true, columns = "
                    + GateTable.duckDbColumns() + ")) TO '" + target + "' (FORMAT parquet, COMPRESSION zstd)");
            work.end(Files.size(target), target.toString());
        }
    }
}
