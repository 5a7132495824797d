package org.jiaohui.connector.targets.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.connector.targets.CuttingProxy;
import org.jiaohui.connector.targets.MadeRows;
import org.jiaohui.connector.targets.Orders;
import org.jiaohui.exchange.delivery.Acknowledgement;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.delivery.TargetConnector;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** What every database target promises, asked of the real server. */
abstract class DatabaseTargetContract {
    /** More statements than a delivery is cut at places. */
    private static final int CUT_ROWS = 3_000;

    static final TableSchema GATES = new TableSchema(
            List.of(
                    Column.of("id", ColumnType.INTEGER).withTitles("编号", Optional.empty()),
                    Column.of("站名", ColumnType.TEXT),
                    Column.of("fee", ColumnType.decimal(12, 2)).withTitles("通行费'元", Optional.empty()),
                    Column.of("part", ColumnType.DOUBLE),
                    Column.of("open", ColumnType.BOOLEAN),
                    Column.of("day", ColumnType.DATE),
                    Column.of("at", ColumnType.TIMESTAMP),
                    Column.of("clock", ColumnType.TIME),
                    Column.of("extra", ColumnType.JSON)),
            List.of("id"),
            Optional.empty());

    abstract TargetConnector target();

    abstract String type();

    abstract int port();

    abstract Map<String, String> settings(int port);

    abstract Connection connect() throws SQLException;

    abstract String quoted(String name);

    private DeliveryOrder order(DeliveryMode mode, String place, int version) {
        return Orders.order(type(), settings(port()), mode, place, version, GATES, 1);
    }

    static List<@Nullable Object> row(long id, @Nullable String station, long cents) {
        return Arrays.asList(
                id,
                station,
                cents,
                id / 8.0,
                id % 2,
                LocalDate.of(2024, 2, 29).toEpochDay(),
                LocalDateTime.of(2024, 2, 29, 23, 59, 58).toEpochSecond(ZoneOffset.UTC) * 1_000_000 + 120_000,
                86_399_000_001L,
                "{\"n\":" + id + "}");
    }

    private static MadeRows many(long count, long version) {
        return new MadeRows(
                GATES, false, count, n -> new MadeRows.Row(RowFeed.INSERT, row(n, "收费站,\"" + n % 100 + "\"", version)));
    }

    List<String> ask(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (answer.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= answer.getMetaData().getColumnCount(); i++) {
                    row.add(answer.getString(i));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        }
    }

    void run(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private DeliveryEffect deliver(DeliveryOrder order, RowFeed rows) {
        return target().deliver(order, rows, RunProgress.SILENT);
    }

    abstract List<String> comments(String table) throws SQLException;

    @Test
    void everyValueArrivesAsItIsInATableThatIsMade() throws Exception {
        MadeRows rows = MadeRows.whole(
                GATES,
                row(1, "广州,\"北\"\n站\\N", -5),
                row(2, "", 123_456),
                Arrays.asList(3L, null, null, null, null, null, null, null, null));
        DeliveryEffect effect = deliver(order(DeliveryMode.REPLACE, "kinds", 1), rows);
        assertThat(effect.rows()).isEqualTo(3);
        assertThat(ask("SELECT * FROM kinds ORDER BY id"))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("1|广州,\"北\"\n站\\N|-0.05|0.125|")
                                .contains("|2024-02-29|2024-02-29 23:59:58.12")
                                .contains("|23:59:59.000001|{\"n\":1}"),
                        second -> assertThat(second).startsWith("2||1234.56|0.25|"),
                        third -> assertThat(third).isEqualTo("3|null|null|null|null|null|null|null|null"));
        assertThat(comments("kinds")).contains("编号", "通行费'元");
    }

    @Test
    void theSameBatchHasOneEffectHoweverOftenItIsTold() throws Exception {
        for (DeliveryMode mode : DeliveryMode.values()) {
            String table = "once_" + word(mode);
            DeliveryOrder order = order(mode, table, 10);
            assertThat(target().findEffect(order)).isEmpty();
            DeliveryEffect first = deliver(order, many(2_500, 1));
            assertThat(target().findEffect(order)).contains(first);
            assertThat(deliver(order, many(2_500, 1))).isEqualTo(first);
            assertThat(ask("SELECT count(*), count(DISTINCT id) FROM " + table)).containsExactly("2500|2500");
        }
    }

    @Test
    void replacingExchangesEveryRow() throws Exception {
        deliver(order(DeliveryMode.REPLACE, "swapped", 20), many(3_000, 1));
        run("CREATE INDEX by_fee ON swapped (fee)");
        deliver(order(DeliveryMode.REPLACE, "swapped", 21), many(2_000, 2));
        assertThat(ask("SELECT count(*), min(fee), max(fee) FROM swapped")).containsExactly("2000|0.02|0.02");
        assertThat(indexes("swapped")).isGreaterThanOrEqualTo(2);
        assertThat(leftOvers()).isEmpty();
    }

    abstract int indexes(String table) throws SQLException;

    abstract List<String> leftOvers() throws SQLException;

    @Test
    void readersNeverSeeAHalfOfAReplacement() throws Exception {
        deliver(order(DeliveryMode.REPLACE, "watched", 30), many(4_000, 1));
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
            Future<List<String>> seen = reader.submit(() -> {
                List<String> counts = new ArrayList<>();
                while (!over.get()) {
                    counts.addAll(ask("SELECT count(*), min(fee) = max(fee) FROM watched"));
                }
                return counts;
            });
            for (int version = 31; version < 37; version++) {
                deliver(order(DeliveryMode.REPLACE, "watched", version), many(4_000, version));
            }
            over.set(true);
            assertThat(seen.get())
                    .hasSizeGreaterThan(5)
                    .allMatch(each -> each.equals("4000|t") || each.equals("4000|1"));
        }
    }

    @Test
    void changesAreInsertedUpdatedAndDeletedByKey() throws Exception {
        deliver(order(DeliveryMode.UPSERT, "kept", 40), many(1_000, 1));
        run("UPDATE kept SET part = 7 WHERE id = 999");
        List<MadeRows.Row> changes = List.of(
                new MadeRows.Row(RowFeed.INSERT, row(5_000, "新", 9)),
                new MadeRows.Row(RowFeed.UPDATE, row(10, "改", 9)),
                new MadeRows.Row(RowFeed.DELETE, row(11, "删", 9)),
                new MadeRows.Row(RowFeed.INSERT, row(12, "替", 9)),
                new MadeRows.Row(RowFeed.DELETE, row(12, "旧", 9)));
        deliver(order(DeliveryMode.UPSERT, "kept", 41), MadeRows.changes(GATES, changes));
        assertThat(ask("SELECT count(*) FROM kept")).containsExactly("1000");
        assertThat(ask("SELECT id, " + quoted("站名") + " FROM kept WHERE fee = 0.09 ORDER BY id"))
                .containsExactly("10|改", "12|替", "5000|新");
        assertThat(ask("SELECT part FROM kept WHERE id = 999")).containsExactly("7");
        deliver(order(DeliveryMode.APPEND, "grown", 40), many(10, 1));
        deliver(order(DeliveryMode.APPEND, "grown", 41), MadeRows.changes(GATES, changes));
        assertThat(ask("SELECT count(*) FROM grown")).containsExactly("13");
    }

    @Test
    void aColumnThatTheDatasetGrewIsAddedWhereTablesMayBeMade() throws Exception {
        List<Column> more = new ArrayList<>(GATES.columns());
        more.add(Column.of("lane", ColumnType.INTEGER).withTitles("车道", Optional.empty()));
        TableSchema grown = new TableSchema(more, List.of("id"), Optional.empty());
        List<@Nullable Object> row = new ArrayList<>(row(1, "s", 1));
        row.add(7L);
        for (DeliveryMode mode : DeliveryMode.values()) {
            String table = "more_" + word(mode);
            deliver(order(mode, table, 1), many(2, 1));
            target().deliver(
                            Orders.order(type(), settings(port()), mode, table, 2, grown, 1),
                            MadeRows.whole(grown, row),
                            RunProgress.SILENT);
            assertThat(ask("SELECT count(*) FROM " + table + " WHERE lane = 7")).containsExactly("1");
        }
        Map<String, String> careful = new java.util.HashMap<>(settings(port()));
        careful.put("create-table", "false");
        deliver(order(DeliveryMode.REPLACE, "less", 1), many(2, 1));
        assertThatThrownBy(() -> target().deliver(
                                Orders.order(type(), careful, DeliveryMode.REPLACE, "less", 2, grown, 1),
                                MadeRows.whole(grown, row),
                                RunProgress.SILENT))
                .hasMessageContaining("lane")
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.TARGET_REFUSED_ROWS));
    }

    /** What the target itself says of a batch is what it keeps, not what was sent. */
    @Test
    void theTargetsOwnWordIsReadFromTheTarget() throws Exception {
        for (DeliveryMode mode : List.of(DeliveryMode.REPLACE, DeliveryMode.APPEND)) {
            DeliveryOrder order = order(mode, "word_" + mode.word(), 60);
            DeliveryEffect claimed = new DeliveryEffect(99, 1, "0");
            assertThat(target().findAcknowledgement(order, claimed)).isEmpty();
            DeliveryEffect effect = deliver(order, many(3, 1));
            Acknowledgement word = target().findAcknowledgement(order, claimed).orElseThrow();
            assertThat(word.by()).isEqualTo(Acknowledgement.By.TARGET);
            assertThat(word.agreesWith(effect)).isTrue();
            assertThat(word.agreesWith(claimed)).isFalse();
        }
    }

    @Test
    void aFrontEndTableTakesBatchesWhichTheConsumerAcknowledges() throws Exception {
        DeliveryOrder first = order(DeliveryMode.FRONT_END, "front", 50);
        DeliveryEffect effect = deliver(first, many(3, 1));
        DeliveryOrder second = order(DeliveryMode.FRONT_END, "front", 51);
        deliver(
                second,
                MadeRows.changes(
                        GATES,
                        List.of(
                                new MadeRows.Row(RowFeed.DELETE, row(1, "x", 1)),
                                new MadeRows.Row(RowFeed.UPDATE, row(2, "y", 1)))));
        assertThat(ask("SELECT ex_batch, ex_op, ex_status, id FROM front ORDER BY ex_id"))
                .containsExactly(
                        first.batch() + "|I|0|0",
                        first.batch() + "|I|0|1",
                        first.batch() + "|I|0|2",
                        second.batch() + "|D|0|1",
                        second.batch() + "|U|0|2");
        assertThat(target().findAcknowledgement(first, effect)).isEmpty();
        run("UPDATE front SET ex_status = 1 WHERE ex_batch = '" + first.batch() + "' AND id < 2");
        assertThat(target().findAcknowledgement(first, effect)).isEmpty();
        run("UPDATE front SET ex_status = 2, ex_err = '车牌重复' WHERE ex_status = 0 AND ex_batch = '" + first.batch()
                + "'");
        Acknowledgement word = target().findAcknowledgement(first, effect).orElseThrow();
        assertThat(word.rows()).isEqualTo(2);
        assertThat(word.refused()).isEqualTo(1);
        assertThat(word.note()).contains("车牌重复");
    }

    @Test
    void aConnectionThatBreaksAtAnyTenthLeavesEveryRowOnce(TestReporter reporter) throws Exception {
        int broken = 0;
        try (CuttingProxy proxy = new CuttingProxy(port())) {
            for (DeliveryMode mode : DeliveryMode.values()) {
                String table = "cut_" + word(mode);
                proxy.cutAfter(Long.MAX_VALUE);
                target().deliver(
                                Orders.order(type(), settings(proxy.port()), mode, table, 60, GATES, 1),
                                many(CUT_ROWS, 60),
                                RunProgress.SILENT);
                long whole = proxy.sent();
                for (int tenth = 1; tenth <= 10; tenth++) {
                    int version = 60 + tenth;
                    proxy.cutAfter(whole * tenth / 10 - 20);
                    DeliveryOrder order = Orders.order(type(), settings(proxy.port()), mode, table, version, GATES, 1);
                    try {
                        target().deliver(order, many(CUT_ROWS, version), RunProgress.SILENT);
                    } catch (ExchangeException cut) {
                        assertThat(cut.code())
                                .as(cut.getMessage())
                                .isIn(ErrorCode.TARGET_INTERRUPTED, ErrorCode.TARGET_UNREACHABLE);
                        broken++;
                    }
                    proxy.cutAfter(Long.MAX_VALUE);
                    DeliveryOrder again = Orders.order(type(), settings(proxy.port()), mode, table, version, GATES, 2);
                    if (target().findEffect(again).isEmpty()) {
                        target().deliver(again, many(CUT_ROWS, version), RunProgress.SILENT);
                    }
                    long batches = mode == DeliveryMode.REPLACE || mode == DeliveryMode.UPSERT ? 1 : tenth + 1;
                    assertThat(ask("SELECT count(*), count(DISTINCT id), max(fee) FROM " + table))
                            .as(mode + " " + tenth)
                            .containsExactly(CUT_ROWS * batches + "|" + CUT_ROWS + "|0." + version);
                }
            }
        }
        assertThat(broken).isGreaterThan(28);
        assertThat(leftOvers()).isEmpty();
        reporter.publishEntry("connections cut", Integer.toString(broken));
    }

    @Test
    void twoHubsThatRaceForOneBatchDeliverItOnce() throws Exception {
        try (ExecutorService hubs = Executors.newFixedThreadPool(2)) {
            for (DeliveryMode mode : DeliveryMode.values()) {
                String table = "raced_" + word(mode);
                for (int version = 80; version < 83; version++) {
                    List<Future<DeliveryEffect>> both = new ArrayList<>();
                    for (int hub = 1; hub <= 2; hub++) {
                        DeliveryOrder order = Orders.order(type(), settings(port()), mode, table, version, GATES, hub);
                        int fee = version;
                        both.add(hubs.submit(() -> deliver(order, many(5_000, fee))));
                    }
                    List<DeliveryEffect> effects = new ArrayList<>();
                    for (Future<DeliveryEffect> each : both) {
                        effects.add(each.get());
                    }
                    assertThat(effects.get(0)).isEqualTo(effects.get(1));
                    assertThat(ask("SELECT count(*), count(DISTINCT id) FROM " + table + " WHERE fee = 0." + version))
                            .as(mode + " v" + version)
                            .containsExactly("5000|5000");
                }
            }
        }
    }

    @Test
    void rowsThatTheTargetRefusesLeaveItAsItWas() throws Exception {
        deliver(order(DeliveryMode.APPEND, "strict", 90), many(5, 1));
        refuseFeesOfHalf("strict");
        DeliveryOrder order = order(DeliveryMode.APPEND, "strict", 91);
        assertThatThrownBy(() -> deliver(
                        order,
                        new MadeRows(
                                GATES,
                                false,
                                3_000,
                                n -> new MadeRows.Row(RowFeed.INSERT, row(n, "s", n == 2_900 ? 51 : 2)))))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.TARGET_REFUSED_ROWS));
        assertThat(ask("SELECT count(*) FROM strict")).containsExactly("5");
        assertThat(target().findEffect(order)).isEmpty();
    }

    /** From now on the table takes no row whose fee is 0.50 or more. */
    void refuseFeesOfHalf(String table) throws SQLException {
        run("ALTER TABLE " + table + " ADD CONSTRAINT low CHECK (fee < 0.50)");
    }

    @Test
    void stopsWhileItWrites() {
        DeliveryOrder order = order(DeliveryMode.APPEND, "stopped", 95);
        assertThatThrownBy(() -> target().deliver(order, many(100_000_000, 1), TestConnectors.stoppingAfter(600)))
                .isInstanceOfSatisfying(
                        ExchangeException.class, stop -> assertThat(stop.code()).isEqualTo(ErrorCode.STOPPED));
        assertThat(target().findEffect(order)).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithATarget() {
        DeliveryOrder order = order(DeliveryMode.REPLACE, "t", 1);
        Orders.tryOut(target(), order.target());
        Map<String, String> wrong = new java.util.HashMap<>(settings(port()));
        wrong.put("database", "nowhere");
        assertThatThrownBy(() -> Orders.tryOut(
                        target(),
                        Orders.order(type(), wrong, DeliveryMode.REPLACE, "t", 1, GATES, 1)
                                .target()))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.SETTINGS_WRONG));
        Map<String, String> silent = new java.util.HashMap<>(settings(1));
        assertThatThrownBy(() -> Orders.tryOut(
                        target(),
                        Orders.order(type(), silent, DeliveryMode.REPLACE, "t", 1, GATES, 1)
                                .target()))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.TARGET_UNREACHABLE));
    }

    private static String word(DeliveryMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    static AllowedHosts anywhere() {
        return AllowedHosts.ANY;
    }
}
