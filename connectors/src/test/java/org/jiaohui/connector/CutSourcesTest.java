package org.jiaohui.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.jiaohui.connector.http.Answers;
import org.jiaohui.connector.server.BreakingLine;
import org.jiaohui.connector.server.BreakingLine.Manner;
import org.jiaohui.connector.server.FreePort;
import org.jiaohui.connector.server.FtpTestServer;
import org.jiaohui.connector.server.KafkaTestBroker;
import org.jiaohui.connector.server.MariaDbServer;
import org.jiaohui.connector.server.MqttTestBroker;
import org.jiaohui.connector.server.S3TestServer;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RetryPolicy;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.source.account.AcknowledgedConnector;
import org.jiaohui.exchange.source.account.Acknowledgement;
import org.jiaohui.exchange.source.account.Claim;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The connection to a source breaks after each tenth of what the source sends, in every {@link Manner}: a fetch brings everything or fails by name, with an error
 * that is tried again, and leaves nothing open; the next fetch brings each row once.
 */
@Timeout(120)
class CutSourcesTest {
    private static final int ROWS = 5_000;
    private static final Pattern ID = Pattern.compile("id\\W{1,3}(\\d+)");
    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();
    private static final List<Way> WAYS = new ArrayList<>();

    private static TestConnectors once;
    private static TestConnectors again;

    /**
     * A source, reached by way of a line that breaks.
     *
     * @param step how many tenths lie between two breaks
     */
    record Way(String name, BreakingLine line, List<Manner> manners, int step, int rows, Read read) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Fetches from a source and gives the ids of the rows that came. */
    @FunctionalInterface
    interface Read {
        List<Long> from(TestConnectors connectors) throws Exception;
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        once = open(new TestConnectors(
                Files.createDirectories(folder.resolve("once")),
                new ConnectorSettings(List.of("*"), List.of(folder), 1L << 30, 0, 50)));
        again = open(new TestConnectors(Files.createDirectories(folder.resolve("again"))));
        web();
        Path bucket = folder.resolve("files");
        Path files = Files.createDirectories(bucket.resolve("traffic"));
        Files.write(files.resolve("gates.csv"), csv());
        ftp(files);
        sftp(files);
        S3TestServer objects = open(S3TestServer.start(bucket));
        file(
                "s3",
                objects.port(),
                List.of(Manner.RESET, Manner.ENDED),
                port -> Map.of(
                        "endpoint",
                        "http://127.0.0.1:" + port,
                        "bucket",
                        "traffic",
                        "access-key",
                        "key",
                        "secret-key",
                        "secret"));
        postgres();
        kafka(folder);
        mqtt();
        if (MariaDbServer.isInstalled()) {
            mariaDb(Files.createDirectories(folder.resolve("mariadb")));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : OPEN) {
            each.close();
        }
    }

    static Stream<Way> ways() {
        return WAYS.stream();
    }

    /** Rows of a database go on to be checked as they come; the task tries again. */
    static Stream<Way> laidDown() {
        return WAYS.stream()
                .filter(way -> !way.name().startsWith("jdbc") && !way.name().equals("mqtt"));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void neverBringsLessWithoutSayingSo(Way way, TestReporter reporter) throws Exception {
        long before = way.line().passed();
        isWhole(way, way.read().from(once));
        long all = way.line().passed() - before;
        Map<String, Integer> told = new java.util.TreeMap<>();
        for (Manner manner : way.manners()) {
            for (int tenth = 1; tenth <= 9; tenth += way.step()) {
                way.line().breakAfter(all * tenth / 10, manner);
                told.merge(tryOnce(way, manner + " after " + tenth + "/10"), 1, Integer::sum);
                assertThat(way.line().hasBroken()).isTrue();
                way.line().passEverything();
                nothingIsLeftOpen(way, manner + " after " + tenth + "/10");
                isWhole(way, way.read().from(once));
            }
        }
        reporter.publishEntry("source cut at every tenth", way + ", " + all + " bytes: " + told);
    }

    @ParameterizedTest
    @MethodSource("laidDown")
    void isFetchedAgainByItself(Way way) throws Exception {
        long before = way.line().passed();
        isWhole(way, way.read().from(again));
        way.line().breakAfter((way.line().passed() - before) / 2, Manner.RESET);
        isWhole(way, way.read().from(again));
        assertThat(way.line().hasBroken()).isTrue();
    }

    private static String tryOnce(Way way, String when) throws Exception {
        try {
            isWhole(way, way.read().from(once));
            return "complete";
        } catch (ExchangeException named) {
            assertThat(RetryPolicy.mayPass(named.code().name()))
                    .as(when + ": " + named)
                    .isTrue();
            assertThat(named.getMessage())
                    .as(when)
                    .contains("127.0.0.1:" + way.line().port());
            return named.code().name();
        } catch (AssertionError less) {
            throw new AssertionError(when, less);
        }
    }

    private static void isWhole(Way way, List<Long> ids) {
        assertThat(ids.stream().sorted().toList())
                .as("ids of " + way)
                .isEqualTo(LongStream.range(0, way.rows()).boxed().toList());
    }

    private static void nothingIsLeftOpen(Way way, String when) throws Exception {
        for (int i = 0; i < 100 && way.line().open() > 0; i++) {
            Thread.sleep(50);
        }
        assertThat(way.line().open()).as("connections of " + way + ", " + when).isZero();
        try (Stream<Path> left = Files.walk(once.spool())) {
            assertThat(left.filter(each -> each.toString().endsWith(".part"))).isEmpty();
        }
    }

    private static void web() throws Exception {
        Answers answers = open(new Answers());
        List<Manner> both = List.of(Manner.RESET, Manner.ENDED);
        answers.answer("/length.csv", answer("Content-Length: " + csv().length, csv()));
        answers.answer("/chunks.csv", answer("Transfer-Encoding: chunked", chunks(csv())));
        answers.answer("/neither.csv", answer("Server: old", csv()));
        answers.answer("/packed.csv", answer("Content-Encoding: gzip", gzip(csv())));
        answers.answer("/neither.ttl", answer("Content-Type: text/turtle", turtle()));
        for (String path : List.of("length.csv", "chunks.csv", "neither.csv", "packed.csv")) {
            add("http " + path, answers.port(), both, port -> fetched("http", Map.of("url", url(port, path))));
        }
        add("dcat", answers.port(), both, port -> fetched("dcat", Map.of("url", url(port, "neither.ttl"))));
        int pages = 5;
        for (int page = 1; page <= pages + 1; page++) {
            List<String> rows = page > pages ? List.of() : json((page - 1) * ROWS / pages, page * ROWS / pages);
            String list = "[" + String.join(",", rows) + "]";
            answers.answer("/pages?page=" + page, answer("Content-Type: application/json", list.getBytes(UTF_8)));
            byte[] cursor = ("{\"next\":" + (page < pages ? "\"" + (page + 1) + "\"" : "null") + ",\"rows\":" + list
                            + "}")
                    .getBytes(UTF_8);
            answers.answer(
                    page == 1 ? "/cursor" : "/cursor?at=" + page, answer("Transfer-Encoding: chunked", chunks(cursor)));
            byte[] linked = list.getBytes(UTF_8);
            String link = page < pages ? "\r\nLink: </linked?" + (page + 1) + ">; rel=\"next\"" : "";
            answers.answer("/linked?" + page, answer("Content-Length: " + linked.length + link, linked));
            byte[] packages =
                    ("{\"success\":true,\"result\":{\"count\":" + ROWS + ",\"results\":" + list + "}}").getBytes(UTF_8);
            answers.answer(
                    "/api/3/action/package_search?sort=id+asc&rows=1000&start=" + (page - 1) * ROWS / pages,
                    answer("Server: old", packages));
        }
        add(
                "rest by page",
                answers.port(),
                both,
                port -> fetched("rest", Map.of("url", url(port, "pages"), "paging", "page")));
        add(
                "rest by cursor",
                answers.port(),
                both,
                port -> fetched(
                        "rest",
                        Map.of(
                                "url",
                                url(port, "cursor"),
                                "paging",
                                "cursor",
                                "rows-path",
                                "/rows",
                                "page-parameter",
                                "at")));
        add(
                "rest by link",
                answers.port(),
                both,
                port -> fetched("rest", Map.of("url", url(port, "linked?1"), "paging", "link")));
        add("ckan", answers.port(), both, port -> fetched("ckan", Map.of("url", url(port, ""), "page-size", "1000")));
    }

    private static void ftp(Path files) throws Exception {
        FtpTestServer server = open(FtpTestServer.plain(files));
        file(
                "ftp",
                server.port(),
                List.of(Manner.values()),
                port -> Map.of(
                        "host", "127.0.0.1", "port", Integer.toString(port), "user", "gd", "password", "secret"));
    }

    private static void sftp(Path files) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(generator.generateKeyPair()));
        server.setPasswordAuthenticator((user, password, session) -> password.equals("secret"));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(files));
        server.start();
        open(() -> server.stop(true));
        file(
                "sftp",
                server.getPort(),
                List.of(Manner.RESET, Manner.ENDED),
                port -> Map.of(
                        "host", "127.0.0.1", "port", Integer.toString(port), "user", "gd", "password", "secret"));
    }

    private static void postgres() throws Exception {
        EmbeddedPostgres server = open(EmbeddedPostgres.start());
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE gates AS SELECT i::int8 AS id, 'plate-' || i AS plate, i * 0.25 AS fee FROM generate_series(0, "
                            + (ROWS - 1) + ") i");
        }
        table(
                "jdbc PostgreSQL",
                server.getPort(),
                port -> Map.of(
                        "url",
                        "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                        "user",
                        "postgres",
                        "table",
                        "gates"));
    }

    private static void mariaDb(Path folder) throws Exception {
        MariaDbServer server = open(MariaDbServer.start(folder));
        server.sql(
                "CREATE TABLE gates AS SELECT seq AS id, CONCAT('plate-', seq) AS plate FROM seq_0_to_" + (ROWS - 1));
        int port = Integer.parseInt(server.url().replaceAll("\\D*127.0.0.1:(\\d+)/.*", "$1"));
        table(
                "jdbc MariaDB",
                port,
                proxy -> Map.of(
                        "url",
                        server.url().replace(":" + port + "/", ":" + proxy + "/"),
                        "user",
                        "root",
                        "table",
                        "gates"));
    }

    private static void kafka(Path folder) throws Exception {
        int port = FreePort.find();
        BreakingLine line = open(new BreakingLine(port));
        KafkaTestBroker broker = open(KafkaTestBroker.start(folder.resolve("kafka"), port, line.port()));
        Properties properties = new Properties();
        properties.put("bootstrap.servers", broker.address());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String row : json(0, ROWS)) {
                var _ = producer.send(new ProducerRecord<>("gates", row.getBytes(UTF_8)));
            }
        }
        Read read = fetched("kafka", Map.of("servers", broker.address(), "topic", "gates", "metadata", "false"));
        WAYS.add(new Way("kafka", line, List.of(Manner.RESET), 1, ROWS, read));
    }

    /** What was taken and not acknowledged comes again, from this broker after five seconds. */
    private static void mqtt() throws Exception {
        MqttTestBroker broker = open(new MqttTestBroker());
        BreakingLine line = open(new BreakingLine(broker.port));
        String client = "cut" + UUID.randomUUID();
        Map<String, String> settings = Map.of(
                "server",
                "mqtt://127.0.0.1:" + line.port(),
                "topics",
                client + "/#",
                "client-id",
                client,
                "window",
                "20s",
                "max-messages",
                "8",
                "metadata",
                "false");
        Source source = new Source(new SourceId("cut"), "cut", "mqtt", settings, FormatOptions.DETECT);
        Map<String, String> brief = new HashMap<>(settings);
        brief.put("window", "500ms");
        AcknowledgedConnector connector = (AcknowledgedConnector) once.connectors.get("mqtt");
        Source first = new Source(source.id(), "cut", "mqtt", brief, FormatOptions.DETECT);
        Claim none = new Claim(RunId.create(), 1);
        assertThat(connector.fetch(none, first, Optional.empty(), once.spool(), RunProgress.SILENT))
                .isInstanceOf(Delivery.NotModified.class);
        send(broker, client);
        Read read = connectors -> {
            Claim claim = new Claim(RunId.create(), 1);
            List<Long> ids = ids(connector.fetch(claim, source, Optional.empty(), once.spool(), RunProgress.SILENT));
            Optional<String> position = Optional.of(claim.toString());
            connector.acknowledge(
                    source, new Acknowledgement(claim.run(), RunOutcome.PUBLISHED, position, Optional.empty()));
            send(broker, client);
            return ids;
        };
        WAYS.add(new Way("mqtt", line, List.of(Manner.RESET), 4, 400, read));
    }

    private static void send(MqttTestBroker broker, String client) throws MqttException {
        List<String> rows = json(0, 400);
        for (int from = 0; from < 400; from += 50) {
            broker.publish(client + "/gate", "[" + String.join(",", rows.subList(from, from + 50)) + "]");
        }
    }

    private static void file(
            String connector, int behind, List<Manner> manners, IntFunction<Map<String, String>> settings)
            throws IOException {
        add(connector, behind, manners, port -> {
            Map<String, String> all = new HashMap<>(settings.apply(port));
            all.put("files", "*.csv");
            all.put("read-timeout", "5s");
            return fetched(connector, all);
        });
    }

    private static void table(String name, int behind, IntFunction<Map<String, String>> settings) throws IOException {
        add(name, behind, List.of(Manner.RESET, Manner.ENDED), port -> connectors -> {
            Delivery.Table delivery = (Delivery.Table) connectors.fetch("jdbc", settings.apply(port));
            List<Long> ids = new ArrayList<>();
            try (TableSource table = delivery.reading().open(Optional.empty())) {
                TablePart part = table.nextPart().orElseThrow();
                Batch batch = new Batch(table.schema(), 500);
                while (part.next(batch, (row, column, rule, value, reason, raw) -> {
                    throw new AssertionError(reason);
                })) {
                    for (int row = 0; row < batch.rows; row++) {
                        ids.add(batch.column(0).longs[row]);
                    }
                }
            }
            return ids;
        });
    }

    private static void add(String name, int behind, List<Manner> manners, IntFunction<Read> read) throws IOException {
        BreakingLine line = open(new BreakingLine(behind));
        WAYS.add(new Way(name, line, manners, 1, ROWS, read.apply(line.port())));
    }

    private static Read fetched(String connector, Map<String, String> settings) {
        return connectors -> ids(connectors.fetch(connector, settings));
    }

    private static List<Long> ids(Delivery delivery) throws IOException {
        List<SpooledFile> files = switch (delivery) {
            case Delivery.Files found -> found.files();
            case Delivery.Descriptions found -> found.files();
            case Delivery.Table none -> throw new AssertionError(none);
            case Delivery.NotModified none -> throw new AssertionError(none);
        };
        List<Long> ids = new ArrayList<>();
        for (SpooledFile file : files) {
            Matcher found = ID.matcher(Files.readString(file.path()));
            while (found.find()) {
                ids.add(Long.parseLong(found.group(1)));
            }
        }
        return ids;
    }

    private static String url(int port, String path) {
        return "http://127.0.0.1:" + port + "/" + path;
    }

    private static byte[] csv() {
        return lines("plate,gate,fee", i -> "粤A" + i + ",id-" + i + "," + i % 70 + ".25");
    }

    private static byte[] turtle() {
        return lines(
                "@prefix dcat: <http://www.w3.org/ns/dcat#> .",
                i -> "<http://example.cn/id/" + i + "> a dcat:Dataset .");
    }

    private static byte[] lines(String first, IntFunction<String> line) {
        return (first + "\n" + IntStream.range(0, ROWS).mapToObj(line).collect(Collectors.joining("\n")) + "\n")
                .getBytes(UTF_8);
    }

    private static List<String> json(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"id\":" + i + ",\"name\":\"收费站 " + i + "\"}")
                .toList();
    }

    private static byte[] answer(String header, byte[] body) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.write(("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n").getBytes(UTF_8));
        answer.write(body);
        return answer.toByteArray();
    }

    private static byte[] chunks(byte[] body) throws IOException {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int from = 0; from < body.length; from += 1_000) {
            int length = Math.min(1_000, body.length - from);
            chunks.write((Integer.toHexString(length) + "\r\n").getBytes(UTF_8));
            chunks.write(body, from, length);
            chunks.write("\r\n".getBytes(UTF_8));
        }
        chunks.write("0\r\n\r\n".getBytes(UTF_8));
        return chunks.toByteArray();
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(body);
        }
        return packed.toByteArray();
    }

    private static <T extends AutoCloseable> T open(T resource) {
        OPEN.push(resource);
        return resource;
    }
}
