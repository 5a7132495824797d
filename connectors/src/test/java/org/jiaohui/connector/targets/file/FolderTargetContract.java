package org.jiaohui.connector.targets.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jiaohui.connector.targets.CuttingProxy;
import org.jiaohui.connector.targets.GateRows;
import org.jiaohui.connector.targets.MadeRows;
import org.jiaohui.connector.targets.Orders;
import org.jiaohui.exchange.delivery.ColumnFiles;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.delivery.TargetConnector;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every target that takes files promises, asked of a real server whose folder lies on this disk. */
abstract class FolderTargetContract {
    /** Parquet is written by another module, and tested there. */
    static final ColumnFiles NO_PARQUET = (file, schema, operations) -> {
        throw new IllegalStateException("no Parquet here: " + file);
    };

    @TempDir
    Path spool;

    abstract TargetConnector target();

    abstract String type();

    abstract int port();

    abstract Map<String, String> settings(int port);

    /** What stands before the server and cuts. */
    CuttingProxy proxy() throws Exception {
        return new CuttingProxy(port());
    }

    /** Where the server keeps what is delivered to a place. */
    abstract Path folder(String place);

    private DeliveryOrder order(DeliveryMode mode, String place, int version) {
        return Orders.order(type(), settings(port()), mode, place, version, GateRows.SCHEMA, 1);
    }

    private DeliveryEffect deliver(DeliveryOrder order, RowFeed rows) {
        return target().deliver(order, rows, RunProgress.SILENT);
    }

    private List<String> names(String place) throws Exception {
        try (Stream<Path> files = Files.list(folder(place))) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private static void isWhole(Path folder, DeliveryOrder order, long rows) throws Exception {
        JsonNode manifest =
                JsonMapper.shared().readTree(Files.readString(folder.resolve(order.batch() + ".manifest.json")));
        byte[] file =
                Files.readAllBytes(folder.resolve(manifest.path("fileName").asString("")));
        assertThat(manifest.path("bytes").asLong()).isEqualTo(file.length);
        assertThat(manifest.path("rows").asLong()).isEqualTo(rows);
        assertThat(manifest.path("digestAlg").asString("")).isEqualTo("SHA-256");
        assertThat(manifest.path("digest").asString(""))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(file)));
        assertThat(manifest.path("batchId").asString(""))
                .isEqualTo(order.batch().value());
        assertThat(manifest.path("encoding").asString("")).isEqualTo("UTF-8");
        assertThat(new String(file, java.nio.charset.StandardCharsets.UTF_8).lines())
                .hasSize((int) rows + 1);
    }

    @Test
    void aFileAndItsManifestLieInAFolderThatIsMade() throws Exception {
        DeliveryOrder order = order(DeliveryMode.REPLACE, "省厅/门架", 1);
        assertThat(target().findEffect(order)).isEmpty();
        DeliveryEffect effect = deliver(order, GateRows.many(12, 150));
        assertThat(target().findEffect(order)).contains(effect);
        isWhole(folder("省厅/门架"), order, 12);
        assertThat(Files.readAllLines(folder("省厅/门架").resolve(order.batch() + ".csv"))
                        .subList(0, 3))
                .containsExactly(
                        "id,站名,fee,at",
                        "0,,1.50,2024-02-29T23:59:58",
                        "1,\"收费站,\"\"1\"\"\",1.50,2024-02-29T23:59:58.000001");
        assertThat(names("省厅/门架")).containsExactly(order.batch() + ".csv", order.batch() + ".manifest.json");
        assertThat(deliver(order, GateRows.many(12, 150))).isEqualTo(effect);
        assertThat(names("省厅/门架")).hasSize(2);
    }

    @Test
    void rowsAreObjectsOnLinesWhereThatIsAskedFor() throws Exception {
        Map<String, String> settings = new HashMap<>(settings(port()));
        settings.put("format", "json");
        DeliveryOrder order = Orders.order(type(), settings, DeliveryMode.UPSERT, "lines", 2, GateRows.SCHEMA, 1);
        deliver(order, GateRows.many(2, 150));
        assertThat(Files.readAllLines(folder("lines").resolve(order.batch() + ".ndjson")))
                .containsExactly(
                        "{\"ex_op\":\"I\",\"id\":0,\"站名\":null,\"fee\":1.50,\"at\":\"2024-02-29T23:59:58\"}",
                        "{\"ex_op\":\"I\",\"id\":1,\"站名\":\"收费站,\\\"1\\\"\",\"fee\":1.50,\"at\":\"2024-02-29T23:59:58.000001\"}");
    }

    @Test
    void aBatchThatIsThereIsLeftAsItIs() throws Exception {
        DeliveryOrder order = order(DeliveryMode.REPLACE, "again", 1);
        DeliveryEffect effect = deliver(order, GateRows.many(12, 150));
        Path file = folder("again").resolve(order.batch() + ".csv");
        Path manifest = folder("again").resolve(order.batch() + ".manifest.json");
        FileTime old = FileTime.fromMillis(1_700_000_000_000L);
        String told = Files.readString(manifest);
        Files.setLastModifiedTime(file, old);
        assertThat(deliver(order, GateRows.many(12, 150))).isEqualTo(effect);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);
        assertThat(manifest).hasContent(told);
    }

    @Test
    void changesCarryTheirOperations() throws Exception {
        DeliveryOrder order = order(DeliveryMode.UPSERT, "changes", 2);
        deliver(
                order,
                MadeRows.changes(
                        GateRows.SCHEMA,
                        List.of(
                                new MadeRows.Row(RowFeed.UPDATE, java.util.Arrays.asList(1L, "改", 5L, 0L)),
                                new MadeRows.Row(RowFeed.DELETE, java.util.Arrays.asList(2L, null, null, null)))));
        assertThat(Files.readAllLines(folder("changes").resolve(order.batch() + ".csv")))
                .containsExactly("ex_op,id,站名,fee,at", "U,1,改,0.05,1970-01-01T00:00:00", "D,2,,,");
    }

    @Test
    void aConnectionThatBreaksAtAnyTenthLeavesWholeFilesOnly(TestReporter reporter) throws Exception {
        int broken = 0;
        try (CuttingProxy proxy = proxy()) {
            proxy.cutAfter(Long.MAX_VALUE);
            target().deliver(
                            Orders.order(
                                    type(), settings(proxy.port()), DeliveryMode.REPLACE, "cut", 1, GateRows.SCHEMA, 1),
                            GateRows.many(20_000, 1),
                            RunProgress.SILENT);
            long whole = proxy.sent();
            for (int tenth = 1; tenth <= 10; tenth++) {
                proxy.cutAfter(whole * tenth / 10 - 20);
                DeliveryOrder order = Orders.order(
                        type(), settings(proxy.port()), DeliveryMode.REPLACE, "cut", 1 + tenth, GateRows.SCHEMA, 1);
                try {
                    target().deliver(order, GateRows.many(20_000, tenth), RunProgress.SILENT);
                } catch (ExchangeException cut) {
                    assertThat(cut.code())
                            .as(cut.getMessage())
                            .isIn(ErrorCode.TARGET_INTERRUPTED, ErrorCode.TARGET_UNREACHABLE);
                    broken++;
                }
                proxy.cutAfter(Long.MAX_VALUE);
                DeliveryOrder again = Orders.order(
                        type(), settings(proxy.port()), DeliveryMode.REPLACE, "cut", 1 + tenth, GateRows.SCHEMA, 2);
                if (target().findEffect(again).isEmpty()) {
                    target().deliver(again, GateRows.many(20_000, tenth), RunProgress.SILENT);
                }
                isWhole(folder("cut"), again, 20_000);
            }
        }
        assertThat(broken).isGreaterThan(7);
        assertThat(names("cut")).hasSize(22);
        reporter.publishEntry("connections cut", Integer.toString(broken));
    }

    @Test
    void twoHubsThatRaceLeaveOneWholeFile() throws Exception {
        try (ExecutorService hubs = Executors.newFixedThreadPool(2)) {
            for (int version = 1; version <= 3; version++) {
                List<Future<DeliveryEffect>> both = new ArrayList<>();
                for (int hub = 1; hub <= 2; hub++) {
                    DeliveryOrder order = Orders.order(
                            type(), settings(port()), DeliveryMode.REPLACE, "raced", version, GateRows.SCHEMA, hub);
                    both.add(hubs.submit(() -> deliver(order, GateRows.many(20_000, 1))));
                }
                int done = 0;
                for (Future<DeliveryEffect> each : both) {
                    try {
                        assertThat(each.get().rows()).isEqualTo(20_000);
                        done++;
                    } catch (java.util.concurrent.ExecutionException overtaken) {
                        // The other one removed this one's unfinished file: it is told again, and finds the batch
                        // there.
                        assertThat(overtaken.getCause()).isInstanceOf(ExchangeException.class);
                    }
                }
                DeliveryOrder order = order(DeliveryMode.REPLACE, "raced", version);
                if (done == 0) {
                    deliver(order, GateRows.many(20_000, 1));
                }
                isWhole(folder("raced"), order, 20_000);
            }
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(Orders.steps(target(), order(DeliveryMode.REPLACE, "x", 1).target()))
                .containsExactly("RESOLVE_HOST PASSED", "CONNECT PASSED", "AUTHENTICATE PASSED", "WRITE NOT_NEEDED");
        assertThat(Orders.steps(
                        target(),
                        Orders.order(type(), settings(1), DeliveryMode.REPLACE, "x", 1, GateRows.SCHEMA, 1)
                                .target()))
                .startsWith("RESOLVE_HOST PASSED", "CONNECT FAILED TARGET_UNREACHABLE");
        Map<String, String> wrong = new HashMap<>(settings(port()));
        wrong.replaceAll((name, value) -> name.equals("password") || name.equals("secret-key") ? "wrong" : value);
        assertThatThrownBy(() -> Orders.tryOut(
                        target(),
                        Orders.order(type(), wrong, DeliveryMode.REPLACE, "x", 1, GateRows.SCHEMA, 1)
                                .target()))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        refused -> assertThat(refused.code())
                                .as(refused.getMessage())
                                .isEqualTo(ErrorCode.TARGET_REFUSED_LOGIN));
        assertThatThrownBy(() -> Orders.tryOut(
                        target(),
                        Orders.order(type(), settings(1), DeliveryMode.REPLACE, "x", 1, GateRows.SCHEMA, 1)
                                .target()))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        silent -> assertThat(silent.code())
                                .as(silent.getMessage())
                                .isEqualTo(ErrorCode.TARGET_UNREACHABLE));
    }
}
