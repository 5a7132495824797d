package org.jiaohui.connector.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiaohui.connector.ConnectorSettings;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.connector.server.MqttTestBroker;
import org.jiaohui.connector.server.TestCertificate;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.source.account.AcknowledgedConnector;
import org.jiaohui.exchange.source.account.Acknowledgement;
import org.jiaohui.exchange.source.account.Claim;
import org.jiaohui.exchange.source.trial.TrialReport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Topics of a real broker: what arrives, and when it is acknowledged. Each test waits for its own topics, beside the others. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class MqttProtocolTest {
    @TempDir
    static Path folder;

    private static MqttTestBroker broker;
    private static TestConnectors connectors;

    /** Every test has topics and a session of its own. */
    private final String name = "t" + UUID.randomUUID();

    @BeforeAll
    static void start() throws Exception {
        broker = new MqttTestBroker();
        connectors = new TestConnectors(folder);
    }

    @AfterAll
    static void stop() {
        connectors.close();
        broker.close();
    }

    @Test
    void acknowledgesWhatWasPublishedAndTakesItOnce() throws Exception {
        assertThat(fetch(claim(), Map.of())).isInstanceOf(Delivery.NotModified.class);
        for (int i = 1; i <= 5; i++) {
            broker.publish(name + "/gate", "{\"id\":" + i + ",\"speed\":8.50}");
        }
        Claim first = claim();
        assertThat(rows(fetch(first, Map.of())))
                .hasSize(5)
                .allSatisfy(row -> assertThat(row)
                        .contains(
                                "\"mqtt_topic\":\"" + name + "/gate\"", "\"mqtt_received_at\":\"20", "\"speed\":8.50"));
        acknowledge(first, RunOutcome.PUBLISHED);
        acknowledge(first, RunOutcome.PUBLISHED);
        broker.publish(name + "/gate", "{\"id\":6}");
        Claim second = claim();
        assertThat(rows(fetch(second, Map.of())))
                .singleElement()
                .satisfies(row -> assertThat(row).startsWith("{\"id\":6,"));
        acknowledge(second, RunOutcome.PUBLISHED);
        assertThat(fetch(claim(), Map.of("window", "8s"))).isInstanceOf(Delivery.NotModified.class);
    }

    @Test
    void getsAgainWhatWasNotPublished() throws Exception {
        fetch(claim(), Map.of());
        broker.publish(name + "/a", "{\"id\":1}");
        broker.publish(name + "/b", "{\"id\":2}");
        Claim rejected = claim();
        assertThat(rows(fetch(rejected, Map.of()))).hasSize(2);
        acknowledge(rejected, RunOutcome.REJECTED);
        Claim cutOff = claim();
        assertThat(rows(fetch(cutOff, waitingFor(2)))).hasSize(2);
        // Nobody tells how that run ended: the hub was killed. The next run takes its place.
        Claim next = claim();
        assertThat(rows(fetch(next, waitingFor(2)))).hasSize(2);
        acknowledge(next, RunOutcome.PUBLISHED);
        assertThat(fetch(claim(), Map.of("window", "8s"))).isInstanceOf(Delivery.NotModified.class);
    }

    @Test
    void acknowledgesLateWhereTheNextRunKnowsThatItWasPublished() throws Exception {
        fetch(claim(), Map.of());
        broker.publish(name + "/a", "{\"id\":1}");
        Claim published = claim();
        assertThat(rows(fetch(published, Map.of()))).hasSize(1);
        broker.publish(name + "/a", "{\"id\":2}");
        Delivery next = connector()
                .fetch(claim(), source(waitingFor(1)), Optional.of(published.toString()), spool(), RunProgress.SILENT);
        assertThat(rows(next)).singleElement().satisfies(row -> assertThat(row).startsWith("{\"id\":2,"));
    }

    @Test
    void endsAtTheMostMessages() throws Exception {
        fetch(claim(), Map.of());
        for (int i = 1; i <= 4; i++) {
            broker.publish(name + "/a", "{\"id\":" + i + "}");
        }
        Claim first = claim();
        assertThat(rows(fetch(first, Map.of("max-messages", "3", "window", "60s"))))
                .hasSize(3);
        acknowledge(first, RunOutcome.PUBLISHED);
        Claim second = claim();
        assertThat(rows(fetch(second, waitingFor(1))))
                .singleElement()
                .satisfies(row -> assertThat(row).startsWith("{\"id\":4,"));
        acknowledge(second, RunOutcome.PUBLISHED);
    }

    @Test
    void readsListsLinesAndCsv() throws Exception {
        Map<String, String> plain = Map.of("metadata", "false");
        assertThat(one("[{\"a\":1},{\"a\":2}]", plain)).containsExactly("{\"a\":1}", "{\"a\":2}");
        assertThat(one("{\"a\":1}\n\n{\"a\":2}\n", with(plain, "payload", "ndjson")))
                .containsExactly("{\"a\":1}", "{\"a\":2}");
        assertThat(one("id,name\r\n1,\"杭州, \"\"东\"\"\"\r\n", with(plain, "payload", "csv")))
                .containsExactly("{\"id\":\"1\",\"name\":\"杭州, \\\"东\\\"\"}");
        assertThat(one("1,x\n2,y", with(with(plain, "payload", "csv"), "csv-columns", "id, name")))
                .containsExactly("{\"id\":\"1\",\"name\":\"x\"}", "{\"id\":\"2\",\"name\":\"y\"}");
        assertThat(one("12.5", with(plain, "payload", "text"))).containsExactly("{\"value\":\"12.5\"}");
        assertThat(one("not json", with(plain, "broken-messages", "keep")))
                .singleElement()
                .satisfies(row -> assertThat(row).contains("mqtt_error", "bm90IGpzb24="));
        assertThatThrownBy(() -> one("not json", plain))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORMAT_BROKEN))
                .hasMessageContaining(name + "/one");
    }

    @Test
    void passesOverRetainedMessagesAndThoseThatComeTwice() throws Exception {
        try (ScriptedBroker scripted = new ScriptedBroker()) {
            Map<String, String> there = Map.of("server", scripted.url(), "metadata", "false", "window", "5s");
            assertThat(rows(fetch(claim(), there))).containsExactly("{\"id\":2}");
            assertThat(rows(fetch(claim(), with(there, "retained", "take"))))
                    .containsExactly("{\"id\":1}", "{\"id\":2}");
        }
    }

    @Test
    void isTriedOutBesideItsSession() throws Exception {
        broker.publish(name + "/kept", "{\"id\":1}", true);
        TrialReport report = connectors.test("mqtt", settings(Map.of("retained", "take")));
        assertThat(TestConnectors.steps(report))
                .as(report.toString())
                .containsExactly(
                        "RESOLVE_HOST PASSED",
                        "CONNECT PASSED",
                        "AUTHENTICATE PASSED",
                        "PERMISSION PASSED",
                        "SAMPLE PASSED");
        assertThat(TestConnectors.steps(connectors.test("mqtt", settings(Map.of("password", "wrong")))))
                .endsWith("AUTHENTICATE FAILED SOURCE_REFUSED_LOGIN");
        assertThat(TestConnectors.steps(connectors.test("mqtt", settings(Map.of("server", "mqtt://127.0.0.1:1")))))
                .endsWith("CONNECT FAILED SOURCE_UNREACHABLE");
    }

    @Test
    void encryptsAndBelievesOnlyTheTrustedAuthorityAndTheHostsOwnName(@TempDir Path own) throws Exception {
        TestCertificate certificate = TestCertificate.signed(own.resolve("own"), "ip:127.0.0.1");
        TestCertificate elsewhere =
                TestCertificate.signed(own.resolve("elsewhere"), "dns:mqtt.example.cn,ip:127.0.0.2");
        try (MqttTestBroker secure = new MqttTestBroker(certificate);
                MqttTestBroker misnamed = new MqttTestBroker(elsewhere)) {
            Map<String, String> there = Map.of(
                    "server", secure.secureUrl(), "trusted-certificates", certificate.pem(), "metadata", "false");
            assertThat(fetch(claim(), there)).isInstanceOf(Delivery.NotModified.class);
            secure.publish(name + "/gate", "{\"id\":1}");
            assertThat(rows(fetch(claim(), there))).containsExactly("{\"id\":1}");
            assertThat(TestConnectors.steps(connectors.test("mqtt", settings(there))))
                    .startsWith("RESOLVE_HOST PASSED", "CONNECT PASSED", "AUTHENTICATE PASSED", "PERMISSION PASSED");

            untrusted(Map.of("server", secure.secureUrl()), "PKIX path");
            untrusted(with(there, "trusted-certificates", elsewhere.pem()), "PKIX path");
            untrusted(
                    Map.of("server", misnamed.secureUrl(), "trusted-certificates", elsewhere.pem()),
                    "No subject alternative names matching IP address 127.0.0.1 found");
            untrusted(
                    with(with(there, "server", broker.url().replace("mqtt:", "mqtts:")), "connect-timeout", "2s"), "");
        }
    }

    private void untrusted(Map<String, String> settings, String why) {
        assertThatThrownBy(() -> fetch(claim(), settings))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_REFUSED_LOGIN))
                .hasMessageContaining("trusted-certificates")
                .hasMessageContaining(why);
        assertThat(TestConnectors.steps(connectors.test("mqtt", settings(settings))))
                .endsWith("CONNECT PASSED", "AUTHENTICATE FAILED SOURCE_REFUSED_LOGIN");
    }

    @Test
    void reachesAllowedHostsAlone(@TempDir Path other) throws Exception {
        ConnectorSettings narrow = new ConnectorSettings(List.of("example.cn"), List.of(other), 1L << 30, 0, 50);
        try (TestConnectors strict = new TestConnectors(other, narrow)) {
            AcknowledgedConnector connector = (AcknowledgedConnector) strict.connectors.get("mqtt");
            assertThatThrownBy(() -> connector.fetch(
                            claim(), source(Map.of()), Optional.empty(), strict.spool(), RunProgress.SILENT))
                    .isInstanceOfSatisfying(
                            ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HOST_NOT_ALLOWED));
        }
    }

    @Test
    void breaksOffBeforeAPacketFillsTheMemory() {
        byte[] small = {0x30, 3, 1, 2, 3, 0x30, (byte) 0x80, 1};
        InputStream fine = new PacketLimit(new ByteArrayInputStream(small));
        assertThat(readAll(fine)).isEqualTo(8);
        byte[] huge = {0x30, 3, 1, 2, 3, 0x30, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f};
        assertThatThrownBy(() -> new PacketLimit(new ByteArrayInputStream(huge)).readAllBytes())
                .hasMessageContaining("16 MB");
    }

    private static int readAll(InputStream in) {
        try (in) {
            return in.readAllBytes().length;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> one(String payload, Map<String, String> more) throws Exception {
        fetch(claim(), more);
        broker.publish(name + "/one", payload);
        Claim claim = claim();
        try {
            return rows(fetch(claim, more));
        } catch (ExchangeException broken) {
            // The next test of this session must not find the broken message again.
            fetch(claim, with(more, "broken-messages", "keep"));
            throw broken;
        } finally {
            acknowledge(claim, RunOutcome.PUBLISHED);
        }
    }

    /** Until so many messages are there; this broker sends what was not acknowledged again after five seconds, others at once. */
    private static Map<String, String> waitingFor(int messages) {
        return Map.of("window", "30s", "max-messages", Integer.toString(messages));
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(name, value);
        return all;
    }

    private static Claim claim() {
        return new Claim(RunId.create(), 1);
    }

    private Delivery fetch(Claim claim, Map<String, String> more) {
        return connector().fetch(claim, source(more), Optional.empty(), spool(), RunProgress.SILENT);
    }

    private void acknowledge(Claim claim, RunOutcome outcome) {
        connector()
                .acknowledge(
                        source(Map.of()),
                        new Acknowledgement(claim.run(), outcome, Optional.of(claim.toString()), Optional.empty()));
    }

    private static List<String> rows(Delivery delivery) throws IOException {
        return Files.readAllLines(((Delivery.Files) delivery).files().getFirst().path());
    }

    private Path spool() {
        return folder.resolve(name);
    }

    private static AcknowledgedConnector connector() {
        return (AcknowledgedConnector) connectors.connectors.get("mqtt");
    }

    private Source source(Map<String, String> more) {
        return new Source(new SourceId("gates"), "gates", "mqtt", settings(more), FormatOptions.DETECT);
    }

    private Map<String, String> settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "server",
                broker.url(),
                "topics",
                name + "/#",
                "client-id",
                name,
                "user",
                MqttTestBroker.USER,
                "password",
                MqttTestBroker.PASSWORD,
                "window",
                "1s"));
        all.putAll(more);
        return all;
    }
}
