package org.jiaohui.connector.targets.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.s3.S3Connection;
import org.jiaohui.connector.server.S3TestServer;
import org.jiaohui.connector.targets.CuttingProxy;
import org.jiaohui.connector.targets.GateRows;
import org.jiaohui.connector.targets.Orders;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.TargetConnector;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

class S3TargetTest extends FolderTargetContract {
    @TempDir
    static Path root;

    private static S3TestServer server;

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectories(root.resolve("traffic"));
        server = S3TestServer.start(root);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    TargetConnector target() {
        return new FileTarget(new BucketFolders(AllowedHosts.ANY), spool, NO_PARQUET);
    }

    @Override
    String type() {
        return "s3";
    }

    @Override
    int port() {
        return URI.create(server.endpoint()).getPort();
    }

    @Override
    Map<String, String> settings(int port) {
        return Map.of(
                "endpoint",
                "http://127.0.0.1:" + port,
                "bucket",
                "traffic",
                "access-key",
                "key",
                "secret-key",
                "secret",
                "read-timeout",
                "10s");
    }

    @Override
    Path folder(String place) {
        return root.resolve("traffic").resolve(place);
    }

    @Test
    void largeObjectsGoInPartsAndABrokenUploadIsTakenBack(TestReporter reporter) throws Exception {
        int broken = 0;
        try (CuttingProxy proxy = proxy()) {
            Map<String, String> settings = new HashMap<>(settings(proxy.port()));
            settings.put("part-mib", "5");
            DeliveryOrder first = Orders.order(type(), settings, DeliveryMode.REPLACE, "large", 1, GateRows.SCHEMA, 1);
            proxy.cutAfter(Long.MAX_VALUE);
            target().deliver(first, GateRows.many(130_000, 1), RunProgress.SILENT);
            assertThat(Files.size(folder("large").resolve(first.batch() + ".csv")))
                    .isGreaterThan(5 << 20);
            long whole = proxy.sent();
            for (int tenth = 1; tenth <= 10; tenth++) {
                DeliveryOrder order =
                        Orders.order(type(), settings, DeliveryMode.REPLACE, "large", 1 + tenth, GateRows.SCHEMA, 1);
                proxy.cutAfter(whole * tenth / 10 - 20);
                try {
                    target().deliver(order, GateRows.many(130_000, tenth), RunProgress.SILENT);
                } catch (ExchangeException cut) {
                    broken++;
                }
                proxy.cutAfter(Long.MAX_VALUE);
                DeliveryOrder again =
                        Orders.order(type(), settings, DeliveryMode.REPLACE, "large", 1 + tenth, GateRows.SCHEMA, 2);
                if (target().findEffect(again).isEmpty()) {
                    target().deliver(again, GateRows.many(130_000, tenth), RunProgress.SILENT);
                }
                assertThat(Files.readAllLines(folder("large").resolve(order.batch() + ".csv")))
                        .hasSize(130_001);
                assertThat(uploads()).isEmpty();
            }
        }
        assertThat(broken).isGreaterThan(7);
        reporter.publishEntry("uploads cut", Integer.toString(broken));
    }

    @Test
    void whatAKilledHubLeftOfAnUploadGoesWithTheNextAttempt() {
        DeliveryOrder order =
                Orders.order(type(), settings(port()), DeliveryMode.REPLACE, "left", 1, GateRows.SCHEMA, 2);
        try (S3Client client = client()) {
            client.createMultipartUpload(each -> each.bucket("traffic").key("left/" + order.batch() + ".csv"));
        }
        assertThat(uploads()).hasSize(1);
        target().deliver(order, GateRows.many(12, 1), RunProgress.SILENT);
        assertThat(uploads()).isEmpty();
    }

    @Test
    void namesABucketThatIsNotThereAndReachesAllowedHostsOnly() {
        Map<String, String> elsewhere = new HashMap<>(settings(port()));
        elsewhere.put("bucket", "nowhere");
        DeliveryOrder order = Orders.order(type(), elsewhere, DeliveryMode.REPLACE, "x", 1, GateRows.SCHEMA, 1);
        assertThatThrownBy(() -> Orders.tryOut(target(), order.target()))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        wrong -> assertThat(wrong.code()).isEqualTo(ErrorCode.SETTINGS_WRONG));
        TargetConnector strict =
                new FileTarget(new BucketFolders(new AllowedHosts(List.of("*.example.cn"))), spool, NO_PARQUET);
        assertThatThrownBy(() -> Orders.tryOut(strict, order.target()))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.HOST_NOT_ALLOWED));
    }

    private List<String> uploads() {
        try (S3Client client = client()) {
            return client.listMultipartUploads(each -> each.bucket("traffic")).uploads().stream()
                    .map(each -> each.key())
                    .toList();
        }
    }

    private S3Client client() {
        return S3Connection.open(SettingValues.of(target().description(), settings(port())), AllowedHosts.ANY);
    }
}
