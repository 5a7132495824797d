package org.jiaohui.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jiaohui.connector.server.KafkaTestBroker;
import org.jiaohui.connector.server.MariaDbServer;
import org.jspecify.annotations.Nullable;

/** Sources of every kind that a task can follow, and somebody who writes to them at random until told to pause. Rows have an id, a number and a note. */
final class GrowingSources implements AutoCloseable {
    private static final List<Map<String, Object>> COLUMNS = List.of(
            Map.of("name", "id", "type", "integer"),
            Map.of("name", "n", "type", "integer"),
            Map.of("name", "note", "type", "text"));
    /** Without a key nothing but the run's own care keeps a row from coming twice. */
    private static final Map<String, Object> APPEND =
            Map.of("schema", Map.of("columns", COLUMNS), "merge", Map.of("mode", "append"));

    private static final Map<String, Object> UPSERT =
            Map.of("schema", Map.of("columns", COLUMNS, "key", List.of("id")), "merge", Map.of("mode", "upsert"));
    private static final Map<String, Object> REPLACE = Map.of("schema", Map.of("columns", COLUMNS));

    /**
     * A source and the task that follows it.
     *
     * @param write changes something there
     * @param rows what the source holds, as {@code id,n,note} in the order of the ids
     */
    record Growing(
            String id,
            String connector,
            Map<String, String> settings,
            Map<String, Object> task,
            Callable<?> write,
            Callable<List<String>> rows) {
        Growing {
            settings = Map.copyOf(settings);
            task = Map.copyOf(task);
        }
    }

    private final Random random = new Random(7);
    private final List<Growing> kinds = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicLong written = new AtomicLong();
    private final Thread writer = new Thread(this::write, "writer");
    private volatile @Nullable Exception broken;
    private volatile boolean closed;
    private boolean paused;
    private @Nullable Table front;

    private GrowingSources() {}

    static GrowingSources create(
            Path folder, EmbeddedPostgres postgres, KafkaTestBroker kafka, Optional<MariaDbServer> mariaDb)
            throws Exception {
        GrowingSources sources = new GrowingSources();
        sources.files(Files.createDirectories(folder.resolve("inbox")));
        sources.postgres("jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres");
        sources.kafka(kafka);
        if (mariaDb.isPresent()) {
            sources.open.add(mariaDb.get());
            sources.mariaDb(mariaDb.get());
        }
        for (int i = 0; i < 3; i++) {
            for (Growing each : sources.kinds) {
                each.write().call();
            }
        }
        sources.writer.start();
        return sources;
    }

    List<Growing> kinds() {
        return List.copyOf(kinds);
    }

    long written() {
        return written.get();
    }

    void goOn() {
        if (paused) {
            writing.unlock();
            paused = false;
        }
    }

    /** Nothing is written until {@link #goOn}. */
    void pause() {
        if (!paused) {
            writing.lock();
            paused = true;
        }
        assertThat(broken).isNull();
    }

    /** Everything that was taken from the front-end table is said to be taken. */
    void settled() {
        Table table = Objects.requireNonNull(front);
        HubProcess.await("the front-end table is told", () -> {
            try {
                return table.ask("SELECT count(*) FROM front WHERE status <> '2'")
                        .equals(List.of("0"));
            } catch (SQLException gone) {
                throw new IllegalStateException(gone);
            }
        });
    }

    private void write() {
        while (!closed) {
            writing.lock();
            try {
                kinds.get(random.nextInt(kinds.size())).write().call();
                written.incrementAndGet();
            } catch (Exception trouble) {
                broken = trouble;
                return;
            } finally {
                writing.unlock();
            }
            try {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(120));
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    /** Rows in memory; an id is given once. */
    private static final class Rows {
        private final TreeMap<Long, Long> there = new TreeMap<>();
        private final List<Long> deleted = new ArrayList<>();
        private long next;

        /** Some new rows. */
        Map<Long, Long> grow(Random random) {
            TreeMap<Long, Long> news = new TreeMap<>();
            for (int i = random.nextInt(1, 40); i > 0; i--) {
                news.put(next++, random.nextLong(1_000_000));
            }
            there.putAll(news);
            return news;
        }

        /** Some new rows, some that change, some that go. */
        void change(Random random) {
            grow(random);
            for (int i = 0; i < 5; i++) {
                long some = random.nextLong(next);
                if (there.containsKey(some) && random.nextInt(3) == 0) {
                    there.remove(some);
                    deleted.add(some);
                } else if (there.containsKey(some)) {
                    there.put(some, random.nextLong(1_000_000));
                }
            }
        }

        List<String> lines() {
            return GrowingSources.lines(there);
        }
    }

    private void files(Path inbox) throws IOException {
        Rows whole = new Rows();
        kinds.add(new Growing(
                "file-replaced",
                "file",
                Map.of("path", inbox.resolve("whole.csv").toString()),
                REPLACE,
                () -> {
                    whole.change(random);
                    return write(inbox.resolve("whole.csv"), "id,n,note", whole.lines());
                },
                whole::lines));
        Rows marked = new Rows();
        List<Map<String, Object>> withMark = Stream.concat(
                        COLUMNS.stream(), Stream.of(Map.<String, Object>of("name", "op", "type", "text")))
                .toList();
        kinds.add(new Growing(
                "file-merged",
                "file",
                Map.of("path", inbox.resolve("marked.csv").toString()),
                Map.of(
                        "schema",
                        Map.of("columns", withMark, "key", List.of("id")),
                        "merge",
                        Map.of("mode", "upsert", "deletes", Map.of("column", "op", "values", List.of("D")))),
                () -> {
                    marked.change(random);
                    List<String> all = new ArrayList<>();
                    marked.lines().forEach(line -> all.add(line + ",I"));
                    marked.deleted.forEach(id -> all.add(id + ",,,D"));
                    return write(inbox.resolve("marked.csv"), "id,n,note,op", all);
                },
                marked::lines));
        Rows days = new Rows();
        Path folder = Files.createDirectories(inbox.resolve("days"));
        kinds.add(new Growing(
                "folder-appended",
                "file",
                Map.of("path", folder.toString(), "only-new", "true", "max-files", "20"),
                APPEND,
                () -> {
                    List<String> day = lines(days.grow(random));
                    return write(folder.resolve("day" + days.next + ".csv"), "id,n,note", day);
                },
                days::lines));
    }

    private void kafka(KafkaTestBroker broker) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", broker.address());
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        open.add(producer);
        Rows sent = new Rows();
        kinds.add(new Growing(
                "kafka-appended",
                "kafka",
                Map.of("servers", broker.address(), "topic", "gates", "metadata", "false"),
                APPEND,
                () -> {
                    Map<Long, Long> news = sent.grow(random);
                    for (Map.Entry<Long, Long> each : news.entrySet()) {
                        String json = "{\"id\":" + each.getKey() + ",\"n\":" + each.getValue() + ",\"note\":\""
                                + note(each.getKey()) + "\"}";
                        producer.send(new ProducerRecord<>("gates", json.getBytes(UTF_8)))
                                .get();
                    }
                    return news;
                },
                sent::lines));
    }

    private void postgres(String url) throws SQLException {
        Map<String, String> login = Map.of("url", url, "user", "postgres", "password", "postgres");
        database("postgres", new Table(url, "postgres", "postgres"), login);
        Table waiting = new Table(url, "postgres", "postgres");
        waiting.sql(
                "CREATE TABLE front (id bigint PRIMARY KEY, n bigint, note text, status char(1) NOT NULL DEFAULT '0', claim varchar(40), err text)");
        front = waiting;
        kinds.add(new Growing(
                "front-end-appended",
                "frontend-db",
                with(
                        login,
                        Map.of(
                                "table",
                                "front",
                                "status-column",
                                "status",
                                "claim-column",
                                "claim",
                                "error-column",
                                "err",
                                "order-columns",
                                "id",
                                "batch-rows",
                                "500")),
                APPEND,
                () -> waiting.insert("front", random),
                () -> waiting.rows("front")));
        waiting.sql("CREATE PUBLICATION jiaohui FOR TABLE captured");
    }

    private void mariaDb(MariaDbServer server) throws SQLException {
        String url = server.url();
        database("mariadb", new Table(url, "root", ""), Map.of("url", url, "user", "root"));
    }

    /** Tables that are read whole, by a watermark, by an increasing id and through the log. */
    private void database(String name, Table table, Map<String, String> login) throws SQLException {
        for (String each : List.of("whole", "marked", "numbered", "captured")) {
            String at = each.equals("marked") ? ", at timestamp(6) NULL" : "";
            table.sql("CREATE TABLE " + each + " (id bigint PRIMARY KEY, n bigint, note varchar(40)" + at + ")");
        }
        kinds.add(new Growing(
                name + "-replaced",
                "jdbc",
                with(login, Map.of("query", "SELECT id, n, note FROM whole ORDER BY id")),
                REPLACE,
                () -> table.change("whole", random),
                () -> table.rows("whole")));
        List<Map<String, Object>> timed = Stream.concat(
                        COLUMNS.stream(), Stream.of(Map.<String, Object>of("name", "at", "type", "timestamp")))
                .toList();
        kinds.add(new Growing(
                name + "-watermark-merged",
                "jdbc",
                with(login, Map.of("table", "marked", "watermark-column", "at")),
                Map.of("schema", Map.of("columns", timed, "key", List.of("id")), "merge", Map.of("mode", "upsert")),
                () -> {
                    table.insert("marked", random);
                    return table.sql("UPDATE marked SET n = n + 1, at = now() WHERE at IS NULL OR id = "
                            + random.nextInt(1, 500));
                },
                () -> table.rows("marked")));
        kinds.add(new Growing(
                name + "-numbered-appended",
                "jdbc",
                with(login, Map.of("table", "numbered", "increasing-id", "id", "id-window", "0")),
                APPEND,
                () -> table.insert("numbered", random),
                () -> table.rows("numbered")));
        kinds.add(new Growing(
                name + "-log-merged",
                "cdc",
                with(login, Map.of("table", "captured")),
                UPSERT,
                () -> table.change("captured", random),
                () -> table.rows("captured")));
    }

    private static Map<String, String> with(Map<String, String> settings, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return all;
    }

    private static List<String> lines(Map<Long, Long> rows) {
        List<String> lines = new ArrayList<>();
        rows.forEach((id, n) -> lines.add(id + "," + n + "," + note(id)));
        return lines;
    }

    private static String note(long id) {
        return "收费站" + id % 500;
    }

    private static Path write(Path file, String header, List<String> lines) throws IOException {
        Path part = Files.writeString(
                file.resolveSibling("../part").normalize(), header + "\n" + String.join("\n", lines) + "\n");
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A database that tables are written in, by one statement at a time. */
    private record Table(String url, String user, String password) {
        boolean sql(String text) throws SQLException {
            try (Connection connection = DriverManager.getConnection(url, user, password);
                    Statement statement = connection.createStatement()) {
                return statement.execute(text);
            }
        }

        List<String> ask(String text) throws SQLException {
            try (Connection connection = DriverManager.getConnection(url, user, password);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(text)) {
                List<String> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(rows.getString(1));
                }
                return all;
            }
        }

        List<String> rows(String table) throws SQLException {
            return ask("SELECT CONCAT(id, ',', n, ',', note) FROM " + table + " ORDER BY id");
        }

        boolean insert(String table, Random random) throws SQLException {
            long next = Long.parseLong(
                    ask("SELECT COALESCE(MAX(id), -1) + 1 FROM " + table).getFirst());
            List<String> rows = new ArrayList<>();
            for (int i = random.nextInt(1, 40); i > 0; i--) {
                rows.add("(" + next + ", " + random.nextInt(1_000_000) + ", '" + note(next) + "')");
                next++;
            }
            return sql("INSERT INTO " + table + " (id, n, note) VALUES " + String.join(", ", rows));
        }

        /** Inserts, and updates and deletes some of what is there; sometimes it takes its word back. */
        boolean change(String table, Random random) throws SQLException {
            insert(table, random);
            long last = Long.parseLong(ask("SELECT MAX(id) FROM " + table).getFirst());
            try (Connection connection = DriverManager.getConnection(url, user, password);
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                for (int i = 0; i < 5; i++) {
                    String some = " WHERE id = " + random.nextLong(last + 1);
                    statement.execute(
                            random.nextInt(3) == 0
                                    ? "DELETE FROM " + table + some
                                    : "UPDATE " + table + " SET n = " + random.nextInt(1_000_000) + some);
                }
                if (random.nextInt(4) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                }
                return true;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        if (paused) {
            writing.unlock();
        }
        try {
            writer.join();
            for (AutoCloseable each : open) {
                each.close();
            }
        } catch (Exception left) {
            throw new IllegalStateException(left);
        }
    }
}
