package org.jiaohui.connector.kamelet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jiaohui.connector.ConnectorSettings;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.connector.server.FtpTestServer;
import org.jiaohui.connector.server.KafkaTestBroker;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
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
import org.jiaohui.exchange.source.trial.TrialReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Kamelets of the catalogue against real servers, and one of the administrator's own. */
@Timeout(120)
class KameletProtocolTest {
    private static final String OWN = """
        kind: Kamelet
        metadata:
          name: gate-source
          labels:
            camel.apache.org/kamelet.type: source
        spec:
          definition:
            required: [message]
            properties:
              message: {type: string}
              count: {type: integer, default: 3}
              folder: {type: string, default: x}
              expression: {type: string}
              key: {type: string, format: password}
          dependencies: ["camel:timer", "camel:core"]
          template:
            from:
              uri: "timer:{{folder}}"
              parameters:
                delay: 0
                period: 20
                repeatCount: "{{count}}"
              steps:
                - setBody:
                    constant: "{{message}}"
                - setHeader:
                    name: gate
                    constant: "{{?key}}"
                - setHeader:
                    name: note
                    simple: "{{?expression}}"
                - to: "kamelet:sink"
        """;

    @TempDir
    Path folder;

    private TestConnectors connectors;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("kamelets")).resolve("gate-source.kamelet.yaml"), OWN);
        connectors = new TestConnectors(folder, settings(List.of("*")));
    }

    private ConnectorSettings settings(List<String> hosts) {
        return new ConnectorSettings(hosts, List.of(folder), 1L << 30, 0, 50)
                .withKamelets(
                        folder.resolve("kamelets"),
                        List.of("ftp-source", "http-source", "kafka-source", "aws-s3-source"),
                        folder.resolve("inbox"));
    }

    @AfterEach
    void stop() {
        connectors.close();
    }

    @Test
    void keepsWhatItTookFromAnFtpServerUntilItIsPublished() throws Exception {
        Path files = Files.createDirectories(folder.resolve("ftp/out"));
        try (FtpTestServer server = FtpTestServer.plain(folder.resolve("ftp"))) {
            Map<String, String> ftp = ftp(server, "secret", "delete: true");
            Files.writeString(files.resolve("a.csv"), "id\n1\n");
            Files.writeString(files.resolve("b.csv"), "id\n2\n");
            Claim cutOff = claim();
            assertThat(contents(fetch(cutOff, ftp))).containsExactly("a.csv id\n1\n", "b.csv id\n2\n");
            assertThat(files).isEmptyDirectory();
            // Nobody tells how that run ended: the hub was killed. The server has forgotten the files, the inbox has
            // not.
            Files.writeString(files.resolve("c.csv"), "id\n3\n");
            Claim rejected = claim();
            assertThat(contents(fetch(rejected, ftp)))
                    .containsExactly("a.csv id\n1\n", "b.csv id\n2\n", "c.csv id\n3\n");
            tell(rejected, RunOutcome.REJECTED);
            Claim published = claim();
            assertThat(contents(fetch(published, with(ftp, "window", "1s")))).hasSize(3);
            tell(published, RunOutcome.PUBLISHED);
            tell(published, RunOutcome.PUBLISHED);
            assertThat(fetch(claim(), with(ftp, "window", "2s"))).isInstanceOf(Delivery.NotModified.class);
        }
    }

    @Test
    void forgetsWhatTheNextRunKnowsToBePublished() throws Exception {
        Claim published = claim();
        assertThat(lines(fetch(published, gate("{\"id\":1}")))).hasSize(3);
        Delivery next = connector()
                .fetch(
                        claim(),
                        source(gate("{\"id\":2}")),
                        Optional.of(published.toString()),
                        spool(),
                        RunProgress.SILENT);
        assertThat(lines(next)).containsExactly("{\"id\":2}", "{\"id\":2}", "{\"id\":2}");
    }

    @Test
    void leavesOutAMessageThatWasCutOffWhileItWasWritten() throws Exception {
        Path left = Files.createDirectories(folder.resolve("inbox/gates/0-1"));
        Files.writeString(left.resolve("rows.ndjson"), "{\"id\":7}\n{\"id\":8");
        Files.writeString(left.resolve("000000003-half.csv.part"), "id\n");
        assertThat(lines(fetch(claim(), with(gate("{\"id\":1}"), "max-messages", "1"))))
                .containsExactly("{\"id\":7}");
    }

    @Test
    void takesNothingMoreWhileTooMuchIsUnpublished() throws Exception {
        Map<String, String> most = with(gate("{\"id\":1}"), "max-messages", "3");
        assertThat(lines(fetch(claim(), most))).hasSize(3);
        long start = System.nanoTime();
        assertThat(lines(fetch(claim(), with(most, "window", "60s")))).hasSize(3);
        assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
    }

    @Test
    void takesEveryRecordOfATopicThoughARunTakesOnlyAFew() throws Exception {
        try (KafkaTestBroker broker = KafkaTestBroker.start(folder.resolve("kafka"))) {
            Properties properties = new Properties();
            properties.put("bootstrap.servers", broker.address());
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
                for (int i = 0; i < 60; i++) {
                    producer.send(new ProducerRecord<>("gates", ("{\"id\":" + i + "}").getBytes(UTF_8)))
                            .get();
                }
            }
            Map<String, String> kafka = source(
                    "kafka-source",
                    "topic: gates\nbootstrapServers: " + broker.address()
                            + "\nautoOffsetReset: earliest\nconsumerGroup: jiaohui",
                    "");
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < 5 && seen.size() < 60; i++) {
                Claim claim = claim();
                seen.addAll(lines(fetch(claim, with(kafka, "max-messages", i == 0 ? "25" : "1000"))));
                tell(claim, RunOutcome.PUBLISHED);
            }
            assertThat(seen).hasSize(60).contains("{\"id\":0}", "{\"id\":59}");
        }
    }

    @Test
    void readsAnHttpAddressAsAFileAndSaysWhatItAnswers() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/gates", exchange -> {
            byte[] body = ("[{\"q\":\"" + exchange.getRequestURI().getQuery() + "\"}]").getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/closed", exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        server.start();
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Logger camel = (Logger) LoggerFactory.getLogger("org.apache.camel");
        camel.addAppender(logged);
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            assertThat(contents(fetch(claim(), http(base + "/gates?road=G2"))))
                    .containsExactly("message.json [{\"q\":\"road=G2\"}]");
            refused(() -> fetch(claim(), http(base + "/closed")), ErrorCode.SOURCE_REFUSED_LOGIN, "401");
            refused(() -> fetch(claim(), http("http://127.0.0.1:1/")), ErrorCode.SOURCE_UNREACHABLE, "127.0.0.1:1");
            refused(
                    () -> fetch(claim(), http(base + "/gates?proxyHost=example.cn")),
                    ErrorCode.SETTINGS_WRONG,
                    "proxyHost");
            refused(() -> fetch(claim(), http("file:///etc/passwd")), ErrorCode.SETTINGS_WRONG, "url");
            refused(() -> fetch(claim(), http("http://169.254.169.254/")), ErrorCode.HOST_NOT_ALLOWED, "169.254");
            assertThat(logged.list)
                    .as("the hub's error is the only word on it")
                    .noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
        } finally {
            camel.detachAppender(logged);
            server.stop(0);
        }
    }

    @Test
    void valuesAreNothingButValues() throws Exception {
        assertThat(lines(fetch(claim(), gate("a & b?c=d #{x} %41 '\""))))
                .hasSize(3)
                .allMatch(line -> line.equals("{\"value\":\"a & b?c=d #{x} %41 '\\\"\"}"));
        for (String alive : List.of("{{env:PATH}}", "${sys.user.home}", "#class:java.lang.Object", "RAW(x)")) {
            refused(() -> fetch(claim(), gate(alive)), ErrorCode.SETTINGS_WRONG, "message");
        }
        refused(() -> fetch(claim(), gate("x", "folder: a?period=1")), ErrorCode.SETTINGS_WRONG, "folder");
        refused(() -> fetch(claim(), gate("x", "expression: f(x)")), ErrorCode.SETTINGS_WRONG, "expression");
        Map<String, String> noted = with(gate("{\"id\":1}", "expression: A 1"), "headers", "gate,note");
        assertThat(lines(fetch(claim(), with(noted, "secrets", "{\"key\":\"s#1&x=$ y\"}"))))
                .contains("{\"id\":1,\"gate\":\"s#1&x=$ y\",\"note\":\"A 1\"}");
    }

    @Test
    void escapesAPasswordThatLooksLikeOptions() throws Exception {
        Path files = Files.createDirectories(folder.resolve("ftp/out"));
        Files.writeString(files.resolve("a.csv"), "id\n1\n");
        for (String password :
                List.of("s &delete=true)#+%41?=", "a)&delete=true", "(x)", "#a/b&c}&d=e", "a)&b}&c=%41")) {
            try (FtpTestServer server = FtpTestServer.plain(folder.resolve("ftp"), password)) {
                assertThat(contents(fetch(claim(), ftp(server, password, "delete: false"))))
                        .contains("a.csv id\n1\n");
                assertThat(files.resolve("a.csv")).exists();
            }
        }
        try (FtpTestServer server = FtpTestServer.plain(folder.resolve("ftp"))) {
            assertThatThrownBy(() -> fetch(claim(), ftp(server, "wrong-password", "delete: false")))
                    .isInstanceOfSatisfying(
                            ExchangeException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_REFUSED_LOGIN))
                    .hasMessageNotContaining("wrong-password");
        }
    }

    @Test
    void refusesWhatTheKameletDoesNotDefine() {
        refused(() -> fetch(claim(), gate("x", "colour: red")), ErrorCode.SETTINGS_WRONG, "colour", "count (integer");
        refused(() -> fetch(claim(), gate("")), ErrorCode.SETTINGS_WRONG, "message", "required");
        refused(() -> fetch(claim(), gate("x", "count: many")), ErrorCode.SETTINGS_WRONG, "count", "many", "integer");
        refused(
                () -> fetch(claim(), source("no-source", "", "")),
                ErrorCode.SETTINGS_WRONG,
                "no-source",
                "gate-source");
        refused(
                () -> fetch(claim(), source("timer-source", "message: x", "")),
                ErrorCode.SETTINGS_WRONG,
                "timer-source",
                "jiaohui.kamelets.allowed");
        refused(() -> fetch(claim(), source("../gate-source", "", "")), ErrorCode.SETTINGS_WRONG, "gate-source");
        refused(
                () -> fetch(
                        claim(),
                        source(
                                "aws-s3-source",
                                "bucketNameOrArn: b\nregion: cn-north-1",
                                "accessKey: a\nsecretKey: b")),
                ErrorCode.SETTINGS_WRONG,
                "org.apache.camel:camel-aws2-s3:4.",
                "jiaohui.kamelets.folder");
    }

    @Test
    void refusesCredentialsThatWouldLieOpenWhenASourceIsSaved() {
        connectors.connectors.check("kamelet", gate("x"));
        refused(() -> connectors.connectors.check("kamelet", gate("x", "key: k")), ErrorCode.SETTINGS_WRONG, "secrets");
        refused(
                () -> connectors.connectors.check("kamelet", gate("x", "colour: r")),
                ErrorCode.SETTINGS_WRONG,
                "colour");
    }

    @Test
    void reachesAllowedHostsAlone() throws Exception {
        try (TestConnectors strict = new TestConnectors(folder, settings(List.of("*.example.cn")))) {
            for (Map<String, String> each : List.of(
                    http("http://127.0.0.1/"),
                    source("kafka-source", "topic: a\nbootstrapServers: 127.0.0.1:9092,b.example.cn:9092", ""),
                    source(
                            "ftp-source",
                            "connectionHost: localhost\nconnectionPort: 21\nusername: u\ndirectoryName: d",
                            "password: p"))) {
                refused(
                        () -> ((AcknowledgedConnector) strict.connectors.get("kamelet"))
                                .fetch(claim(), source(each), Optional.empty(), strict.spool(), RunProgress.SILENT),
                        ErrorCode.HOST_NOT_ALLOWED,
                        "jiaohui.allowed-hosts");
            }
        }
    }

    @Test
    void stopsSoonAndLeavesNothingRunning() throws Exception {
        Map<String, String> endless = with(gate("{\"id\":1}", "count: 0"), "window", "5m");
        long start = System.nanoTime();
        refused(
                () -> connector()
                        .fetch(
                                claim(),
                                source(endless),
                                Optional.empty(),
                                spool(),
                                TestConnectors.stoppingAfter(1_000)),
                ErrorCode.STOPPED);
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
        for (int i = 0; i < 50 && running("timer://"); i++) {
            Thread.sleep(100);
        }
        assertThat(running("timer://")).isFalse();
    }

    @Test
    void isTriedOutWithoutTakingAnything() throws Exception {
        Path files = Files.createDirectories(folder.resolve("ftp/out"));
        Files.writeString(files.resolve("a.csv"), "id\n1\n");
        try (FtpTestServer server = FtpTestServer.plain(folder.resolve("ftp"))) {
            TrialReport report = connectors.test("kamelet", ftp(server, "secret", "delete: true"));
            assertThat(TestConnectors.steps(report))
                    .as(report.toString())
                    .containsExactly(
                            "RESOLVE_HOST PASSED",
                            "CONNECT PASSED",
                            "AUTHENTICATE PASSED",
                            "PERMISSION NOT_NEEDED",
                            "SAMPLE PASSED");
            assertThat(files.resolve("a.csv")).exists();
            assertThat(TestConnectors.steps(connectors.test("kamelet", ftp(server, "no", "delete: true"))))
                    .endsWith("AUTHENTICATE FAILED SOURCE_REFUSED_LOGIN");
        }
        try (Stream<Path> left = Files.list(folder.resolve("inbox"))) {
            assertThat(left).isEmpty();
        }
    }

    private static boolean running(String thread) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(each -> each.getName().contains(thread));
    }

    private static void refused(ThrowingCallable call, ErrorCode code, String... named) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ExchangeException.class, e -> {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
            for (String each : named) {
                assertThat(e.getMessage()).contains(each);
            }
        });
    }

    private Map<String, String> gate(String message, String... more) {
        return source("gate-source", "message: " + message + "\n" + String.join("\n", more), "");
    }

    private Map<String, String> http(String url) {
        return source("http-source", "url: " + url + "\nperiod: 60000", "");
    }

    private Map<String, String> ftp(FtpTestServer server, String password, String more) {
        return source(
                "ftp-source",
                "connectionHost: 127.0.0.1\nconnectionPort: " + server.port()
                        + "\nusername: gd\ndirectoryName: out\npassiveMode: true\nbinary: true\n" + more,
                "password: " + password);
    }

    private static Map<String, String> source(String name, String properties, String secrets) {
        return Map.of(
                "name",
                name,
                "properties",
                properties,
                "secrets",
                secrets,
                "metadata",
                "false",
                "idle",
                "2s",
                "window",
                "20s");
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(name, value);
        return all;
    }

    private static Claim claim() {
        return new Claim(RunId.create(), 1);
    }

    private Delivery fetch(Claim claim, Map<String, String> settings) {
        return connector().fetch(claim, source(settings), Optional.empty(), spool(), RunProgress.SILENT);
    }

    private void tell(Claim claim, RunOutcome outcome) {
        connector()
                .acknowledge(
                        source(gate("x")),
                        new Acknowledgement(claim.run(), outcome, Optional.of(claim.toString()), Optional.empty()));
    }

    private static List<String> lines(Delivery delivery) throws IOException {
        return Files.readAllLines(((Delivery.Files) delivery).files().getFirst().path());
    }

    private static List<String> contents(Delivery delivery) throws IOException {
        List<String> found = new ArrayList<>();
        for (SpooledFile each : ((Delivery.Files) delivery).files()) {
            found.add(each.name() + " " + Files.readString(each.path()));
        }
        return found;
    }

    private Path spool() {
        return connectors.spool();
    }

    private AcknowledgedConnector connector() {
        return (AcknowledgedConnector) connectors.connectors.get("kamelet");
    }

    private static Source source(Map<String, String> settings) {
        return new Source(new SourceId("gates"), "gates", "kamelet", settings, FormatOptions.DETECT);
    }
}
