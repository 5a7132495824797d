package org.jiaohui.bench;

import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The totals of Parquet files, whoever wrote them, read by DuckDB. */
final class ParquetTotals {
    private ParquetTotals() {}

    static Totals read(List<Path> files) throws SQLException {
        String row = GateTable.NAMES.stream()
                .map(name -> "coalesce(CAST(\"" + name + "\" AS VARCHAR), '')")
                .collect(Collectors.joining(" || '" + Totals.BETWEEN + "' || "));
        String nulls = GateTable.NAMES.stream()
                .map(name -> "count(*) - count(\"" + name + "\")")
                .collect(Collectors.joining(", "));
        String sums = Totals.SUMMED.stream()
                .map(name -> "coalesce(CAST(sum(\"" + name + "\") AS VARCHAR), '0')")
                .collect(Collectors.joining(", "));
        String list = files.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", "));
        String query = "SELECT count(*), CAST(sum(CAST(md5_number_lower(" + row + ") AS HUGEINT)) AS VARCHAR), " + nulls
                + ", " + sums + " FROM read_parquet([" + list + "])";
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            Map<String, Long> empty = new LinkedHashMap<>();
            int at = 3;
            for (String name : GateTable.NAMES) {
                empty.put(name, result.getLong(at++));
            }
            Map<String, String> summed = new LinkedHashMap<>();
            for (String name : Totals.SUMMED) {
                summed.put(name, result.getString(at++));
            }
            return new Totals(result.getLong(1), empty, summed, new BigInteger(result.getString(2)));
        }
    }
}
