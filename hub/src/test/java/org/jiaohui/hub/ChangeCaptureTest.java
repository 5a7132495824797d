package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jiaohui.connector.server.MariaDbServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tables whose changes are captured from the log: after every run the dataset is the table, as a plain reading of it would publish it. */
class ChangeCaptureTest {
    private static final long SEED = Long.getLong("jiaohui.fault.seed", 20261127L);
    private static final Map<String, Object> UPSERT = Map.of("merge", Map.of("mode", "upsert"));

    private final RunningHub hub = RunningHub.get();

    @Test
    void aPostgresTableIsFollowedThroughItsLog() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("wal_level", "logical")
                .start()) {
            String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
            Captured table = new Captured(
                    "cap-postgres",
                    url,
                    "postgres",
                    "postgres",
                    Map.of("url", url, "user", "capture", "password", "geheim", "table", "gates"));
            table.sql("""
                    CREATE ROLE capture LOGIN REPLICATION PASSWORD 'geheim';
                    CREATE TABLE gates (id bigint, lane varchar(8), fee numeric(12,2), at timestamptz, local timestamp(3),
                        raw bytea, big text, flag boolean, day date, code char(6), doc jsonb, PRIMARY KEY (lane, id));
                    CREATE TABLE others (id serial PRIMARY KEY, note text);
                    GRANT SELECT ON gates TO capture""");
            JsonNode refused = hub.exchange(table.id, "cdc", table.settings, Map.of(), UPSERT);
            assertThat(refused.path("error").path("message").asString(""))
                    .contains("CREATE PUBLICATION \"jiaohui\" FOR TABLE \"public\".\"gates\"");
            table.sql("CREATE PUBLICATION jiaohui FOR TABLE gates, others");
            follow(
                    table,
                    "decode(md5(random()::text), 'hex')",
                    "(SELECT string_agg(md5(random()::text || n), '') FROM generate_series(1, 200) n)");
            hub.await("the slot has moved on", () -> confirmed(table) > 0);
            table.insert(7_000, 3);
            table.sql("SELECT pg_drop_replication_slot('jiaohui_cap_postgres')");
            loses(table, "lost-log");
            assertThat(slots(table)).isEqualTo(1);
            String task = "/api/v1/tasks/" + table.id + "?dataset=keep";
            assertThat(hub.send("DELETE", task, "", "", false).body()).contains("\"notes\":[]");
            assertThat(slots(table)).as("given back").isZero();
            JsonNode again = hub.exchange(table.id, "cdc", table.settings, Map.of(), UPSERT);
            assertThat(again.path("outcome").asString("")).as(again.toString()).isNotEqualTo("Failed");
            assertThat(slots(table)).isEqualTo(1);
            stop(server);
            assertThat(hub.send("DELETE", task, "", "", false).body())
                    .contains("pg_drop_replication_slot('jiaohui_cap_postgres')", "会自动再试");
        }
    }

    private static void stop(EmbeddedPostgres server) throws IOException {
        server.close();
    }

    private static int slots(Captured table) throws SQLException {
        try (Connection connection = DriverManager.getConnection(table.url, table.user, table.password);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_replication_slots")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void aMariaDbTableIsFollowedThroughItsLog(@TempDir Path folder) throws Exception {
        assumeTrue(MariaDbServer.isInstalled(), "mariadbd is not installed");
        try (MariaDbServer server =
                MariaDbServer.start(folder, "--log-bin=log", "--server-id=7", "--binlog-format=MIXED")) {
            Captured table = new Captured(
                    "cap-mariadb",
                    server.url(),
                    "root",
                    "",
                    Map.of("url", server.url(), "user", "capture", "password", "geheim", "table", "gates"));
            table.sql("""
                    CREATE USER capture@localhost IDENTIFIED BY 'geheim';
                    CREATE TABLE gates (id bigint unsigned, lane varchar(8), fee decimal(12,2), at timestamp(6) NULL, local datetime(3),
                        raw varbinary(32), big mediumtext, flag boolean, day date, code char(6), doc json, PRIMARY KEY (lane, id));
                    CREATE TABLE others (id int AUTO_INCREMENT PRIMARY KEY, note text);
                    GRANT SELECT ON hub.* TO capture@localhost""");
            JsonNode refused = hub.exchange(table.id, "cdc", table.settings, Map.of(), UPSERT);
            assertThat(refused.path("error").path("message").asString(""))
                    .contains("SET GLOBAL binlog_format = 'ROW'")
                    .contains("GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO 'capture'");
            table.sql(
                    "SET GLOBAL binlog_format = 'ROW';\nGRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO capture@localhost");
            follow(table, "UNHEX(MD5(RAND()))", "REPEAT(MD5(RAND()), 300)");
            table.sql("FLUSH BINARY LOGS;\nINSERT INTO gates (lane, id) VALUES ('late', 1);\nFLUSH BINARY LOGS");
            hub.await("the server has noticed that the reader of its logs is gone", () -> purged(table));
            loses(table, "lost-log");
        }
    }

    /** Whether nothing is left of the log but what is being written; what a reader has open is not purged. */
    private static boolean purged(Captured table) {
        try (Connection connection = DriverManager.getConnection(table.url, table.user, table.password);
                Statement statement = connection.createStatement()) {
            statement.execute("PURGE BINARY LOGS BEFORE now() + INTERVAL 1 DAY");
            try (ResultSet row = statement.executeQuery("SHOW BINARY LOGS")) {
                return row.next() && !row.next();
            }
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Positive once the slot stands near the end of the log. */
    private static long confirmed(Captured table) {
        try (Connection connection = DriverManager.getConnection(table.url, table.user, table.password);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT 100000 - pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn) FROM pg_replication_slots")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private void loses(Captured table, String fix) throws Exception {
        JsonNode lost = hub.run(table.id);
        assertThat(lost.path("error").path("code").asString(""))
                .as(lost.toString())
                .isEqualTo("SOURCE_INTERRUPTED");
        assertThat(lost.path("error").path("message").asString("")).contains(fix);
        Map<String, String> again = new HashMap<>(table.settings);
        again.put("lost-log", "snapshot");
        JsonNode anew = hub.exchange(table.id, "cdc", again, Map.of(), UPSERT);
        assertThat(anew.path("outcome").asString("")).as(anew.toString()).isEqualTo("Published");
        table.same("a new snapshot");
        table.sql("INSERT INTO gates (lane, id) VALUES ('after', 1)");
        hub.run(table.id);
        table.same("and on from there");
    }

    private void follow(Captured table, String raw, String big) throws Exception {
        table.raw = raw;
        table.big = big;
        table.insert(0, 500);
        assertThat(hub.exchange(table.id, "cdc", table.settings, Map.of(), Map.of())
                        .path("error")
                        .path("message")
                        .asString(""))
                .contains("{\"mode\":\"upsert\"}");
        JsonNode first = hub.exchange(table.id, "cdc", table.settings, Map.of(), UPSERT);
        assertThat(first.path("outcome").asString("")).as(first.toString()).isEqualTo("Published");
        table.same("the snapshot");
        assertThat(hub.run(table.id).path("outcome").asString("")).isEqualTo("Unchanged");

        table.sql("""
                INSERT INTO gates (lane, id, fee) VALUES ('new', 1, 1.10);
                UPDATE gates SET fee = 7.77 WHERE id = 5;
                UPDATE gates SET fee = 7.78 WHERE id = 5;
                UPDATE gates SET id = 100005 WHERE id = 6;
                UPDATE gates SET id = 100006, lane = 'moved' WHERE id = 7;
                DELETE FROM gates WHERE id BETWEEN 10 AND 19;
                INSERT INTO gates (lane, id) VALUES ('gone', 2);
                DELETE FROM gates WHERE lane = 'gone';
                INSERT INTO others (note) VALUES ('of no interest')""");
        JsonNode second = hub.run(table.id);
        assertThat(second.path("outcome").asString("")).as(second.toString()).isEqualTo("Published");
        assertThat(second.path("read").asLong()).isBetween(16L, 20L);
        table.same("inserts, updates and deletes");
        JsonNode merged = hub.get("/api/v1/datasets/" + table.id + "/versions")
                .path("versions")
                .get(0)
                .path("merge");
        assertThat(List.of(
                        merged.path("inserted").asLong(),
                        merged.path("updated").asLong(),
                        merged.path("deleted").asLong()))
                .as(merged.toString())
                .containsExactly(3L, 1L, 12L);

        whileTheTableIsWritten(table);

        table.sql("ALTER TABLE gates ADD COLUMN note varchar(20) DEFAULT 'as ever'");
        JsonNode wider = hub.run(table.id);
        assertThat(wider.path("outcome").asString("")).as(wider.toString()).isEqualTo("Published");
        table.same("a new column whose values no log tells");
        table.sql("TRUNCATE TABLE gates");
        table.insert(900_000, 3);
        hub.run(table.id);
        table.same("a table that was emptied");
        table.sql("DELETE FROM gates");
        hub.run(table.id);
        table.same("no row at all");
    }

    private void whileTheTableIsWritten(Captured table) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        AtomicLong written = new AtomicLong();
        AtomicReference<Exception> broken = new AtomicReference<>();
        Thread writer = Thread.ofPlatform().start(() -> {
            Random random = new Random(SEED);
            try (Connection own = DriverManager.getConnection(table.url, table.user, table.password)) {
                own.setAutoCommit(false);
                while (!enough.get()) {
                    for (int i = random.nextInt(20); i >= 0; i--) {
                        table.change(own, random);
                    }
                    if (random.nextInt(4) == 0) {
                        own.rollback();
                    } else {
                        own.commit();
                    }
                    written.incrementAndGet();
                }
            } catch (SQLException e) {
                broken.set(e);
            }
        });
        hub.await("rows are being written", () -> written.get() > 20 || broken.get() != null);
        for (int i = 0; i < 4; i++) {
            JsonNode run = hub.run(table.id);
            assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        }
        enough.set(true);
        writer.join();
        assertThat(broken.get()).isNull();
        hub.run(table.id);
        table.same("after " + written.get() + " transactions, seed " + SEED);
        assertThat(hub.run(table.id).path("outcome").asString("")).isEqualTo("Unchanged");
    }

    private final class Captured {
        final String id;
        final String url;
        final String user;
        final String password;
        final Map<String, String> settings;
        final AtomicLong inserted = new AtomicLong();
        String raw = "";
        String big = "";

        Captured(String id, String url, String user, String password, Map<String, String> settings) {
            this.id = id;
            this.url = url;
            this.user = user;
            this.password = password;
            this.settings = settings;
        }

        void sql(String text) throws SQLException {
            try (Connection connection = DriverManager.getConnection(url, user, password);
                    Statement statement = connection.createStatement()) {
                for (String each : text.split(";\n", -1)) {
                    statement.execute(each);
                }
            }
        }

        String row(long number) {
            return "(%1$d, '%2$s', %3$d.%4$02d, '2026-03-0%5$d 08:15:30.123456', '2026-03-0%5$d 08:15:30.123', %6$s, %7$s, %8$s, '2026-0%5$d-01', 'c%5$d', '{\"a\":%5$d}')"
                    .formatted(
                            number,
                            List.of("东", "West", "o''e").get((int) (number % 3)),
                            number % 1_000_000,
                            number % 100,
                            number % 9 + 1,
                            raw,
                            number % 5 == 0 ? big : "'short'",
                            number % 2 == 0 ? "true" : "NULL");
        }

        void insert(long first, int count) throws SQLException {
            StringBuilder rows = new StringBuilder();
            for (int i = 0; i < count; i++) {
                rows.append(i == 0 ? "" : ", ").append(row(first + i));
            }
            sql("INSERT INTO gates (id, lane, fee, at, local, raw, big, flag, day, code, doc) VALUES " + rows);
        }

        void change(Connection connection, Random random) throws SQLException {
            long some = random.nextInt(600);
            String there = " WHERE id = " + some;
            String sql = switch (random.nextInt(6)) {
                case 0 ->
                    "INSERT INTO gates (id, lane, fee, at, local, raw, big, flag, day, code, doc) VALUES "
                            + row(2_000_000_000L + inserted.getAndIncrement());
                case 1 -> "DELETE FROM gates" + there;
                case 2 -> "UPDATE gates SET id = " + (5_000_000_000L + inserted.getAndIncrement()) + there;
                case 3 -> "UPDATE gates SET day = NULL WHERE id BETWEEN " + some + " AND " + (some + 3);
                default -> "UPDATE gates SET fee = fee + 0.01" + there;
            };
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        /** The dataset beside one that a plain reading of the same table makes. */
        void same(String when) throws Exception {
            Map<String, String> plain = new HashMap<>(settings);
            JsonNode read = hub.exchange(id + "-plain", "jdbc", plain, Map.of(), Map.of());
            boolean empty = read.path("error").path("code").asString("").equals("SOURCE_EMPTY");
            String mine = csv(id);
            assertThat(mine.lines().count() - 1).as(when).isEqualTo(count());
            if (!empty) {
                assertThat(mine).as(when).isEqualTo(csv(id + "-plain"));
            }
        }

        private long count() throws SQLException {
            try (Connection connection = DriverManager.getConnection(url, user, password);
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT count(*) FROM gates")) {
                row.next();
                return row.getLong(1);
            }
        }

        private String csv(String dataset) {
            HttpResponse<String> csv = hub.send(
                    "GET",
                    "/api/v1/datasets/" + dataset + "/records?format=csv&order=lane,id&limit=1000000",
                    "",
                    "",
                    true);
            assertThat(csv.statusCode()).as(csv.body()).isEqualTo(200);
            return csv.body();
        }
    }
}
