package org.jiaohui.connector.targets.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.targets.StopGuard;
import org.jiaohui.exchange.delivery.Acknowledgement;
import org.jiaohui.exchange.delivery.DeliveredBatch;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.HeldRows;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.delivery.Target;
import org.jiaohui.exchange.delivery.TargetConnector;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;

/**
 * Tables of a PostgreSQL database. One transaction holds everything that a batch does: its row in {@code jiaohui_delivery}, the rows, and the swap of tables;
 * so a batch took effect as a whole or not at all, readers never see a half of it, and nothing is left to tidy up.
 */
public record PostgresTarget(AllowedHosts hosts) implements TargetConnector {
    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "postgresql", "PostgreSQL 表", "PostgreSQL tables", TargetSettings.settings(5432, true));

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Set<DeliveryMode> modes() {
        return EnumSet.allOf(DeliveryMode.class);
    }

    @Override
    public DeliveryEffect deliver(DeliveryOrder order, RowFeed rows, RunProgress progress) {
        TargetSettings settings = settings(order.target());
        try (Connection connection = settings.postgres(hosts);
                StopGuard guard = new StopGuard(progress, connection)) {
            PostgresControl control = new PostgresControl(connection, schema(settings));
            control.createIfMissing();
            connection.setAutoCommit(false);
            // Whoever holds a lock for longer is asked again later, instead of holding this delivery up without end.
            execute(connection, "SET LOCAL lock_timeout = '30s'");
            if (!control.begin(order)) {
                connection.rollback();
                return control.find(order.batch()).orElseThrow();
            }
            DeliveryEffect effect = write(connection, settings, order, rows, progress);
            control.end(order.batch(), effect);
            guard.check();
            connection.commit();
            return effect;
        } catch (SQLException failed) {
            throw TargetTrouble.writing(settings, progress, failed);
        } catch (IOException broken) {
            throw TargetTrouble.writing(settings, progress, new SQLException(broken.getMessage(), "08006", broken));
        }
    }

    private static DeliveryEffect write(
            Connection connection, TargetSettings settings, DeliveryOrder order, RowFeed rows, RunProgress progress)
            throws SQLException, IOException {
        PostgresTable table = new PostgresTable(connection, schema(settings), order, settings.createTable());
        return switch (order.mode()) {
            case REPLACE -> table.replace(rows, progress);
            case UPSERT -> table.upsert(rows, progress);
            case APPEND -> table.append(rows, progress);
            case FRONT_END -> table.frontEnd(rows, progress);
        };
    }

    @Override
    public Optional<DeliveryEffect> findEffect(DeliveryOrder order) {
        TargetSettings settings = settings(order.target());
        try (Connection connection = settings.postgres(hosts)) {
            return new PostgresControl(connection, schema(settings)).find(order.batch());
        } catch (SQLException failed) {
            throw TargetTrouble.writing(settings, RunProgress.SILENT, failed);
        }
    }

    @Override
    public Optional<Acknowledgement> findAcknowledgement(DeliveryOrder order, DeliveryEffect effect) {
        if (order.mode() != DeliveryMode.FRONT_END) {
            return findEffect(order).map(kept -> Acknowledgement.kept(kept, Instant.now()));
        }
        TargetSettings settings = settings(order.target());
        try (Connection connection = settings.postgres(hosts)) {
            String table = PostgresTable.qualified(schema(settings), order.place());
            return FrontEndTable.findAcknowledgement(connection, table, order.batch(), Instant.now());
        } catch (SQLException failed) {
            throw TargetTrouble.writing(settings, RunProgress.SILENT, failed);
        }
    }

    @Override
    public Optional<HeldRows> findHeld(DeliveryOrder order, DeliveredBatch batch, Path folder, RunProgress progress) {
        TargetSettings settings = settings(order.target());
        String url = "jdbc:postgresql://" + settings.hostAndPort() + settings.encodedDatabase() + "?sslmode="
                + settings.tls();
        String table = PostgresTable.qualified(schema(settings), order.place());
        return Optional.of(new ReadBack(order, table, PostgresTable::quoted, "text")
                .held(batch.corrections(), query -> settings.asSource(order, url, query)));
    }

    @Override
    public void test(Target target, Trial trial) {
        TargetSettings settings = settings(target);
        settings.reach(trial, hosts);
        try (Connection connection =
                trial.step(TrialStep.AUTHENTICATE, () -> settings.postgres(hosts), open -> settings.user())) {
            trial.step(TrialStep.WRITE, () -> mayWrite(connection, settings), schema -> schema);
        } catch (SQLException closing) {
            throw TargetTrouble.writing(settings, RunProgress.SILENT, closing);
        }
    }

    private static String mayWrite(Connection connection, TargetSettings settings) {
        try (PreparedStatement rights = connection.prepareStatement(
                "SELECT to_regnamespace(?) IS NOT NULL, coalesce(has_schema_privilege(to_regnamespace(?),"
                        + " 'USAGE, CREATE'), false)")) {
            String schema = PostgresTable.quoted(schema(settings));
            rights.setString(1, schema);
            rights.setString(2, schema);
            try (ResultSet answer = rights.executeQuery()) {
                answer.next();
                if (!answer.getBoolean(1)) {
                    throw SettingValues.wrong(
                            "数据库中没有模式 " + schema(settings) + " / the database has no schema " + schema(settings));
                }
                if (!answer.getBoolean(2)) {
                    throw new ExchangeException(
                            ErrorCode.TARGET_REFUSED_LOGIN,
                            "账号在模式 %1$s 中不能建表，请授予 CREATE / the account may not create tables in the schema %1$s; grant CREATE"
                                    .formatted(schema(settings)));
                }
                return schema(settings);
            }
        } catch (SQLException failed) {
            throw TargetTrouble.writing(settings, RunProgress.SILENT, failed);
        }
    }

    private static TargetSettings settings(Target target) {
        return TargetSettings.of(SettingValues.of(DESCRIPTION, target.settings()));
    }

    private static String schema(TargetSettings settings) {
        return settings.schema().orElse("public");
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
