package org.jiaohui.connector.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jiaohui.connector.AcknowledgedProtocol;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.FetchWatch;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.Spool;
import org.jiaohui.connector.jdbc.CapturedTable.KeyColumn;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.source.account.Acknowledgement;
import org.jiaohui.exchange.source.account.Claim;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/**
 * Captures the changes of a table from its database's log: the first run takes the whole table, each later one what changed since the position that was last
 * published, up to where the log ends when the run begins. The database may give up its log only when the ledger knows that it is published.
 */
public record CaptureProtocol(AllowedHosts hosts, DriverFolder drivers) implements AcknowledgedProtocol {
    private static final ConnectorDescription DESCRIPTION =
            new ConnectorDescription("cdc", "数据库变更捕获", "Change capture (CDC)", CaptureSettings.SETTINGS);

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    /** The whole table as it is now, without a look at the log: what a reconciliation compares with. */
    @Override
    public Delivery fetch(Fetch fetch) {
        CaptureSettings settings = CaptureSettings.of(fetch.settings(), drivers);
        settings.jdbc().address().check(hosts);
        FetchWatch watch = fetch.watch();
        return new Delivery.Table(
                settings.jdbc().name(), declared -> JdbcProtocol.open(settings.jdbc(), declared, watch.renewed()), "");
    }

    @Override
    public Delivery fetch(Fetch fetch, Claim claim) {
        CaptureSettings settings = CaptureSettings.of(fetch.settings(), drivers);
        JdbcSettings jdbc = settings.jdbc();
        jdbc.address().check(hosts);
        ChangeLog log = settings.log(fetch.source().id().value());
        FetchWatch watch = fetch.watch();
        Connection connection = watch.opened(() -> jdbc.connect(false));
        AutoCloseable cut = watch.guard((AutoCloseable) () -> connection.abort(Runnable::run));
        try (connection) {
            CapturedTable table = log.describe(connection);
            require(log.missing(connection, table));
            ColumnPlan plan = JdbcProtocol.plan(connection, jdbc, Optional.empty());
            connection.commit();
            List<DeliveredColumn> columns = plan.schema().columns().stream()
                    .map(DeliveredColumn::stated)
                    .toList();
            Captured captured = capture(fetch, settings, log, table, connection);
            Delivery.TableReading reading = declared -> open(jdbc, log, table, captured, declared, watch.renewed());
            return new Delivery.Table(
                    jdbc.name(),
                    reading.describedBy(columns),
                    CapturePosition.of(
                                    table, settings.snapshot(), captured.tail().at())
                            .toString(),
                    captured.keys().isPresent() ? Delivery.Extent.CHANGES : Delivery.Extent.ANEW);
        } catch (SQLException wrong) {
            throw watch.ending().orElseGet(() -> trouble(jdbc, wrong));
        } finally {
            watch.release(cut);
            watch.release(connection);
        }
    }

    /** What a fetch found: where it ended, and the keys that changed; no keys when the whole table is to be read. */
    private record Captured(ChangeLog.Tail tail, Optional<SpooledFile> keys) {}

    private static Captured capture(
            Fetch fetch, CaptureSettings settings, ChangeLog log, CapturedTable table, Connection connection)
            throws SQLException {
        CapturePosition now = CapturePosition.of(table, settings.snapshot(), "");
        Optional<CapturePosition> since = fetch.since()
                .flatMap(CapturePosition::parse)
                .filter(known -> known.table().equals(now.table()));
        Optional<String> lost =
                since.isPresent() ? log.lost(connection, since.get().at()) : Optional.empty();
        if (lost.isPresent() && !settings.snapshotWhenLost()) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_INTERRUPTED,
                    "变更日志已不完整：" + lost.get()
                            + "。请把设置项 lost-log 改为 snapshot 后再运行，将重新全量读取并替换；原有版本不变 / the log of changes is no longer complete; set \"lost-log\" to snapshot and run again: the whole table is read anew and replaces what was published");
        }
        if (since.isEmpty() || lost.isPresent()) {
            return new Captured(ChangeLog.Tail.at(log.begin(connection, fetch.watch())), Optional.empty());
        }
        AtomicReference<ChangeLog.Tail> tail =
                new AtomicReference<>(ChangeLog.Tail.at(since.get().at()));
        AtomicReference<SQLException> broken = new AtomicReference<>();
        SpooledFile keys = fetch.lines(
                "changed-keys", into(log, connection, table, since.get().at(), tail, broken, fetch.watch()));
        SQLException cause = broken.get();
        if (cause != null) {
            throw cause;
        }
        ChangeLog.Tail read = Objects.requireNonNull(tail.get());
        boolean anew = read.anew().isPresent() || !since.get().columns().equals(now.columns());
        return new Captured(read, anew ? Optional.empty() : Optional.of(keys));
    }

    private static Spool.Content into(
            ChangeLog log,
            Connection connection,
            CapturedTable table,
            String from,
            AtomicReference<ChangeLog.Tail> tail,
            AtomicReference<SQLException> broken,
            FetchWatch watch) {
        return file -> {
            ChangedKeys.Writer writer = new ChangedKeys.Writer(file);
            try {
                tail.set(log.read(connection, table, from, writer, watch));
            } catch (SQLException trouble) {
                broken.set(trouble);
            }
            writer.flush();
        };
    }

    private static TableSource open(
            JdbcSettings settings,
            ChangeLog log,
            CapturedTable table,
            Captured captured,
            Optional<TableSchema> declared,
            FetchWatch watch) {
        Reading reading = Reading.begin(settings, watch);
        boolean opened = false;
        try {
            Connection connection = reading.connection();
            log.snapshot(connection, captured.tail(), watch);
            List<String> key = table.key().stream().map(KeyColumn::name).toList();
            ColumnPlan plan = JdbcProtocol.plan(connection, settings, declared).withKey(key);
            requireKey(plan, key);
            String quote = JdbcProtocol.quote(connection);
            ChangesTable.Rows rows = (columns, where) -> settings.address().isPostgres()
                    ? new PostgresTable(reading, settings, columns, where)
                    : new CursorTable(reading, settings, columns, quote, where);
            TableSource source = captured.keys().isEmpty()
                    ? rows.open(plan, "")
                    : new ChangesTable(
                            marked(plan.schema()),
                            reading,
                            settings,
                            log,
                            table,
                            plan,
                            new ChangedKeys.Reader(captured.keys().get().path()),
                            rows);
            opened = true;
            return source;
        } catch (SQLException wrong) {
            watch.check();
            throw trouble(settings, wrong);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            if (!opened) {
                reading.close();
            }
        }
    }

    /** With one column more, of a name that no other has, for what is deleted. */
    private static TableSchema marked(TableSchema schema) {
        String name = "op";
        while (schema.indexOf(name) >= 0) {
            name = "_" + name;
        }
        List<Column> columns = new ArrayList<>(schema.columns());
        columns.add(Column.of(name, ColumnType.TEXT));
        return new TableSchema(columns, schema.key(), schema.region());
    }

    private static void requireKey(ColumnPlan plan, List<String> key) {
        boolean same = plan.schema().key().size() == key.size()
                && key.stream()
                        .allMatch(name -> plan.schema().key().stream().anyMatch(name::equalsIgnoreCase)
                                && plan.positionOf(name) >= 0);
        if (!same) {
            throw SettingValues.wrong(
                    "任务 schema 的主键 %1$s 与数据库的主键 %2$s 不同；请改为一致，或不声明 / the key %1$s of the task's schema is not the key %2$s of the database; declare the same, or none"
                            .formatted(plan.schema().key(), key));
        }
    }

    private static void require(List<String> missing) {
        if (!missing.isEmpty()) {
            throw SettingValues.wrong(String.join("；", missing));
        }
    }

    private static ExchangeException trouble(JdbcSettings settings, SQLException cause) {
        return "42501".equals(cause.getSQLState())
                ? new ExchangeException(
                        ErrorCode.SOURCE_REFUSED_LOGIN,
                        settings.address() + " 账号权限不足 / the account may not do this: " + cause.getMessage(),
                        cause)
                : DatabaseTrouble.describing(settings.address(), cause);
    }

    @Override
    public void acknowledge(Source source, SettingValues values, Acknowledgement told) {
        boolean holds = told.outcome() == RunOutcome.PUBLISHED || told.outcome() == RunOutcome.UNCHANGED;
        Optional<CapturePosition> position =
                told.position().filter(known -> holds).flatMap(CapturePosition::parse);
        if (position.isEmpty()) {
            return;
        }
        CaptureSettings settings = CaptureSettings.of(values, drivers);
        settings.jdbc().address().check(hosts);
        try (Connection connection = settings.jdbc().connect(false)) {
            settings.log(source.id().value()).confirm(connection, position.get().at());
        } catch (SQLException broken) {
            throw DatabaseTrouble.describing(settings.jdbc().address(), broken);
        }
    }

    @Override
    public void release(Source source, SettingValues values) {
        CaptureSettings settings = CaptureSettings.of(values, drivers);
        settings.jdbc().address().check(hosts);
        ChangeLog log = settings.log(source.id().value());
        if (log.releasing().isEmpty()) {
            return;
        }
        try (Connection connection = settings.jdbc().connect(false)) {
            log.release(connection);
        } catch (SQLException | ExchangeException unable) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_UNREACHABLE,
                    "数据源 %1$s 的复制槽还没有交还，会自动再试；也可由其数据库管理员执行 %2$s / the replication slot of the source %1$s is not given back yet; it is tried again by itself, or an administrator of its database runs %2$s: %3$s"
                            .formatted(source.id(), log.releasing().orElseThrow(), unable.getMessage()),
                    unable);
        }
    }

    @Override
    public void test(Fetch fetch, Trial trial) {
        CaptureSettings settings = CaptureSettings.of(fetch.settings(), drivers);
        JdbcSettings jdbc = settings.jdbc();
        ChangeLog log = settings.log(fetch.source().id().value());
        try (Connection connection = DatabaseTrial.connect(fetch, trial, hosts, jdbc)) {
            trial.step(TrialStep.PERMISSION, () -> ready(log, jdbc, connection), state -> state);
            fetch.watch().release(connection);
        } catch (SQLException closing) {
            throw DatabaseTrouble.describing(jdbc.address(), closing);
        }
        DatabaseTrial.sample(fetch, trial, jdbc);
    }

    private static String ready(ChangeLog log, JdbcSettings settings, Connection connection) {
        try {
            CapturedTable table = log.describe(connection);
            require(log.missing(connection, table));
            int columns = JdbcProtocol.described(connection, settings).columns().size();
            return columns + " 列 / columns; " + log.state(connection);
        } catch (SQLException wrong) {
            throw trouble(settings, wrong);
        }
    }
}
