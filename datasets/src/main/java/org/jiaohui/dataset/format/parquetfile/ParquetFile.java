package org.jiaohui.dataset.format.parquetfile;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.dataset.format.row.CellRow;
import org.jiaohui.dataset.format.row.OpenedTables;
import org.jiaohui.dataset.format.row.RowCursor;
import org.jiaohui.dataset.format.row.RowTable;
import org.jiaohui.dataset.format.row.SourceColumn;
import org.jiaohui.exchange.table.ColumnType;

/** A Parquet file as one table; nested values become JSON text. */
public final class ParquetFile {
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");

    private ParquetFile() {}

    public static OpenedTables open(Path file, String name) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM " + source(file))) {
            List<String> names = new ArrayList<>();
            List<String> types = new ArrayList<>();
            while (described.next()) {
                names.add(described.getString(1));
                types.add(described.getString(2).toUpperCase(Locale.ROOT));
            }
            List<SourceColumn> columns = new ArrayList<>();
            List<SourceColumn> named = SourceColumn.ofHeaders(names);
            for (int i = 0; i < names.size(); i++) {
                columns.add(named.get(i).withType(type(types.get(i))));
            }
            String query = "SELECT " + selected(names, types) + " FROM " + source(file);
            int dot = name.lastIndexOf('.');
            String table = dot > 0 ? name.substring(0, dot) : name;
            return OpenedTables.of(
                    "Parquet", new RowTable(table, name, columns, () -> new Rows(name, query, names.size())));
        } catch (SQLException e) {
            throw Broken.format(name, "Parquet", e);
        }
    }

    private static Connection connect() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("jdbc_stream_results", "true");
        settings.setProperty("memory_limit", "512MB");
        settings.setProperty("threads", "1");
        return DriverManager.getConnection("jdbc:duckdb:", settings);
    }

    private static String source(Path file) {
        return "read_parquet('" + file.toString().replace("'", "''") + "')";
    }

    private static String selected(List<String> names, List<String> types) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String column = "\"" + names.get(i).replace("\"", "\"\"") + "\"";
            boolean json = type(types.get(i)).kind() == ColumnType.Kind.JSON;
            parts.add(json ? "CAST(to_json(" + column + ") AS VARCHAR)" : "CAST(" + column + " AS VARCHAR)");
        }
        return String.join(", ", parts);
    }

    private static ColumnType type(String type) {
        Matcher decimal = DECIMAL.matcher(type);
        if (decimal.matches()) {
            int precision = Integer.parseInt(decimal.group(1));
            int scale = Integer.parseInt(decimal.group(2));
            return precision <= 18 ? ColumnType.decimal(precision, scale) : ColumnType.TEXT;
        }
        if (type.endsWith("]") || type.startsWith("STRUCT") || type.startsWith("MAP")) {
            return ColumnType.JSON;
        }
        return switch (type) {
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" -> ColumnType.INTEGER;
            case "FLOAT", "DOUBLE" -> ColumnType.DOUBLE;
            case "BOOLEAN" -> ColumnType.BOOLEAN;
            case "DATE" -> ColumnType.DATE;
            case "TIMESTAMP", "TIMESTAMP_MS", "TIMESTAMP_S", "TIMESTAMP_NS" -> ColumnType.TIMESTAMP;
            case "TIME" -> ColumnType.TIME;
            case "JSON" -> ColumnType.JSON;
            default -> ColumnType.TEXT;
        };
    }

    private static final class Rows implements RowCursor {
        private final String name;
        private final int width;
        private final Connection connection;
        private final Statement statement;
        private final ResultSet rows;

        private Rows(String name, String query, int width) {
            this.name = name;
            this.width = width;
            try {
                connection = connect();
                statement = connection.createStatement();
                rows = statement.executeQuery(query);
            } catch (SQLException e) {
                throw Broken.format(name, "Parquet", e);
            }
        }

        @Override
        public boolean next(CellRow row) {
            row.clear();
            try {
                if (!rows.next()) {
                    return false;
                }
                for (int i = 0; i < width; i++) {
                    Optional<String> value = Optional.ofNullable(rows.getString(i + 1));
                    if (value.isPresent()) {
                        row.setText(i, value.get());
                    }
                }
                return true;
            } catch (SQLException e) {
                throw Broken.format(name, "Parquet", e);
            }
        }

        @Override
        public void close() {
            try {
                rows.close();
                statement.close();
                connection.close();
            } catch (SQLException e) {
                throw Broken.format(name, "Parquet", e);
            }
        }
    }
}
