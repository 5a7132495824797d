package org.jiaohui.connector.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.FetchWatch;
import org.jiaohui.connector.Protocol;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** Reads a table or query of a database. The fetch only asks the database to describe it; rows stream when the delivery is opened. */
public record JdbcProtocol(AllowedHosts hosts, DriverFolder drivers) implements Protocol {
    private static final ConnectorDescription DESCRIPTION =
            new ConnectorDescription("jdbc", "数据库", "Database (JDBC)", JdbcSettings.SETTINGS);

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public void check(SettingValues settings) {
        Increment.of(settings);
    }

    @Override
    public Delivery fetch(Fetch fetch) {
        JdbcSettings settings = JdbcSettings.of(fetch.settings(), drivers);
        settings.address().check(hosts);
        FetchWatch watch = fetch.watch();
        Connection connection = watch.opened(settings::connect);
        ColumnPlan found;
        Optional<Watermark> watermark;
        try (connection) {
            found = described(connection, settings);
            watermark = watermark(connection, settings, fetch.since());
        } catch (SQLException wrong) {
            throw DatabaseTrouble.describing(settings.address(), wrong);
        } finally {
            watch.release(connection);
        }
        String where = watermark
                .map(Watermark::condition)
                .filter(condition -> !condition.isEmpty())
                .map(condition -> " WHERE " + condition)
                .orElse("");
        Delivery.TableReading reading = settings.onlyKeys()
                .<Delivery.TableReading>map(keys -> declared -> keyed(settings, keys, declared, watch))
                .orElseGet(() -> declared -> open(settings, declared, where, watch.renewed()));
        List<DeliveredColumn> columns =
                found.schema().columns().stream().map(DeliveredColumn::stated).toList();
        return new Delivery.Table(
                settings.name(),
                reading.describedBy(columns),
                watermark.flatMap(Watermark::mark).orElse(""),
                extent(settings));
    }

    private static TableSource keyed(
            JdbcSettings settings, OnlyKeys keys, Optional<TableSchema> declared, FetchWatch watch) {
        String quote;
        FetchWatch asking = watch.renewed();
        try (Reading reading = Reading.begin(settings, asking)) {
            quote = quote(reading.connection());
        } catch (SQLException wrong) {
            throw DatabaseTrouble.describing(settings.address(), wrong);
        }
        return ConsecutiveTables.open(
                keys.conditions(settings.address().dialect(), quote),
                condition -> open(settings, declared, " WHERE " + condition, watch.renewed()));
    }

    private static Delivery.Extent extent(JdbcSettings settings) {
        return settings.increment()
                .map(increment -> increment.onceOnly() ? Delivery.Extent.NEWS : Delivery.Extent.NEWS_AND_SOME_AGAIN)
                .orElse(Delivery.Extent.WHOLE);
    }

    private static Optional<Watermark> watermark(Connection connection, JdbcSettings settings, Optional<String> since)
            throws SQLException {
        return settings.increment().isEmpty()
                ? Optional.empty()
                : Optional.of(Watermark.find(
                        connection, settings, settings.increment().get(), quote(connection), since));
    }

    static TableSource open(JdbcSettings settings, Optional<TableSchema> declared, FetchWatch watch) {
        return open(settings, declared, "", watch);
    }

    private static TableSource open(
            JdbcSettings settings, Optional<TableSchema> declared, String where, FetchWatch watch) {
        Reading reading = Reading.begin(settings, watch);
        boolean opened = false;
        try {
            ColumnPlan plan = plan(reading.connection(), settings, declared);
            TableSource source = settings.address().isPostgres()
                    ? new PostgresTable(reading, settings, plan, where)
                    : new CursorTable(reading, settings, plan, quote(reading.connection()), where);
            opened = true;
            return source;
        } catch (SQLException wrong) {
            watch.check();
            throw DatabaseTrouble.describing(settings.address(), wrong);
        } finally {
            if (!opened) {
                reading.close();
            }
        }
    }

    static ColumnPlan plan(Connection connection, JdbcSettings settings, Optional<TableSchema> declared)
            throws SQLException {
        String sql = "SELECT * FROM " + settings.from(quote(connection)) + " WHERE 1 = 0";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ResultSetMetaData described = statement.getMetaData();
            if (described != null && described.getColumnCount() > 0) {
                return planned(described, settings, declared);
            }
            try (var rows = statement.executeQuery()) {
                return planned(rows.getMetaData(), settings, declared);
            }
        }
    }

    private static ColumnPlan planned(ResultSetMetaData meta, JdbcSettings settings, Optional<TableSchema> declared)
            throws SQLException {
        try {
            return ColumnPlan.of(meta, settings.address().dialect(), declared);
        } catch (IllegalArgumentException twice) {
            throw SettingValues.wrong(
                    "表或查询的列名不对：" + twice.getMessage() + " / the columns are wrong: " + twice.getMessage());
        }
    }

    static String quote(Connection connection) throws SQLException {
        String quote = connection.getMetaData().getIdentifierQuoteString();
        return quote == null || quote.isBlank() ? "\"" : quote;
    }

    @Override
    public void test(Fetch fetch, Trial trial) {
        JdbcSettings settings = JdbcSettings.of(fetch.settings(), drivers);
        try (Connection connection = DatabaseTrial.connect(fetch, trial, hosts, settings)) {
            trial.step(
                    TrialStep.PERMISSION,
                    () -> readable(connection, settings),
                    plan -> plan.columns().size() + " 列 / columns");
            fetch.watch().release(connection);
        } catch (SQLException closing) {
            throw DatabaseTrouble.describing(settings.address(), closing);
        }
        DatabaseTrial.sample(fetch, trial, settings);
    }

    /** The columns, where the one that marks how far the table was read is fit for that. */
    private static ColumnPlan readable(Connection connection, JdbcSettings settings) {
        ColumnPlan plan = described(connection, settings);
        try {
            watermark(connection, settings, Optional.empty());
        } catch (SQLException wrong) {
            throw DatabaseTrouble.describing(settings.address(), wrong);
        }
        return plan;
    }

    static ColumnPlan described(Connection connection, JdbcSettings settings) {
        try {
            return plan(connection, settings, Optional.empty());
        } catch (SQLException wrong) {
            throw DatabaseTrouble.describing(settings.address(), wrong);
        }
    }
}
