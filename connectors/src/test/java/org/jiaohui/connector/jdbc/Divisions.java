package org.jiaohui.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jiaohui.exchange.table.TableSource;

/** The 41,352 streets and townships of China, as the CSV has them, to be loaded into a database and compared with what comes out of it. */
record Divisions(List<String> lines) {
    static Divisions ofRealData() throws IOException {
        String real = System.getenv("JIAOHUI_REAL_DATA");
        assumeTrue(real != null && !real.isEmpty(), "JIAOHUI_REAL_DATA is not set");
        Path streets = Path.of(String.valueOf(real), "cn-admin-divisions", "streets.csv");
        List<String> lines = Files.readAllLines(streets).stream()
                .skip(1)
                .map(line -> line.replace("\"", ""))
                .toList();
        assertThat(lines).hasSize(41_352);
        return new Divisions(lines);
    }

    /** Loads them as table {@code streets}: codes as numbers, names as text. */
    void load(Connection connection) throws SQLException {
        try (connection;
                Statement create = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO streets VALUES (?, ?, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            create.execute("CREATE TABLE streets (code BIGINT PRIMARY KEY, name VARCHAR(60), areacode INT,"
                    + " provincecode SMALLINT, citycode INT)");
            for (String line : lines) {
                String[] fields = line.split(",", -1);
                for (int i = 0; i < fields.length; i++) {
                    if (i == 1) {
                        insert.setString(2, fields[i]);
                    } else {
                        insert.setLong(i + 1, Long.parseLong(fields[i]));
                    }
                }
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    /** Count and digest of the rows that come from a database equal the file's. */
    void assertSame(TableSource source) {
        List<List<String>> rows = new ArrayList<>();
        Rows.all(source, rows, Rows.NONE_REFUSED);
        assertThat(rows).hasSize(lines.size());
        assertThat(digest(rows.stream().map(row -> String.join(",", row)).toList()))
                .isEqualTo(digest(lines));
    }

    private static String digest(List<String> lines) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            lines.stream().sorted().forEach(line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
