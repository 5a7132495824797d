package org.jiaohui.connector.targets.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.TargetSide;
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
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;

/**
 * InnoDB tables of a MariaDB or MySQL database. Changing a table commits there at once, so replacing works with a table of its own that carries the batch in its
 * comment and is swapped in by one atomic RENAME; the other modes commit the rows together with a row in {@code jiaohui_delivery}.
 */
public record MySqlTarget(AllowedHosts hosts) implements TargetConnector {
    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "mysql", "MySQL / MariaDB 表", "MySQL and MariaDB tables", TargetSettings.settings(3306, false));

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
        try (Connection connection = settings.mysql(hosts);
                StopGuard guard = new StopGuard(progress, connection)) {
            MySqlTable table = new MySqlTable(connection, order, settings.createTable());
            if (order.mode() == DeliveryMode.REPLACE) {
                return table.replace(rows, progress);
            }
            MySqlControl control = new MySqlControl(connection);
            control.createIfMissing();
            table.prepare(!rows.replacesKeys());
            connection.setAutoCommit(false);
            if (!control.begin(order)) {
                connection.rollback();
                return control.find(order.batch()).orElseThrow();
            }
            DeliveryEffect effect = table.write(rows, progress);
            control.end(order.batch(), effect);
            guard.check();
            connection.commit();
            return effect;
        } catch (SQLException failed) {
            throw TargetTrouble.writing(settings, progress, failed);
        }
    }

    @Override
    public Optional<DeliveryEffect> findEffect(DeliveryOrder order) {
        TargetSettings settings = settings(order.target());
        try (Connection connection = settings.mysql(hosts)) {
            return order.mode() == DeliveryMode.REPLACE
                    ? TableTag.find(connection, order.place(), order.batch())
                    : new MySqlControl(connection).find(order.batch());
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
        try (Connection connection = settings.mysql(hosts)) {
            return FrontEndTable.findAcknowledgement(
                    connection, MySqlDefinition.quoted(order.place()), order.batch(), Instant.now());
        } catch (SQLException failed) {
            throw TargetTrouble.writing(settings, RunProgress.SILENT, failed);
        }
    }

    @Override
    public Optional<HeldRows> findHeld(DeliveryOrder order, DeliveredBatch batch, Path folder, RunProgress progress) {
        TargetSettings settings = settings(order.target());
        String url = "jdbc:mariadb://" + settings.hostAndPort() + settings.encodedDatabase() + "?sslMode="
                + sslMode(settings, progress);
        return Optional.of(new ReadBack(order, MySqlDefinition.quoted(order.place()), MySqlDefinition::quoted, "CHAR")
                .held(batch.corrections(), query -> settings.asSource(order, url, query)));
    }

    private String sslMode(TargetSettings settings, RunProgress progress) {
        try {
            return settings.mysqlSslMode(hosts);
        } catch (SQLException failed) {
            throw TargetTrouble.writing(settings, progress, failed);
        }
    }

    @Override
    public void test(Target target, Trial trial) {
        TargetSettings settings = settings(target);
        settings.reach(trial, hosts);
        trial.step(TrialStep.AUTHENTICATE, () -> login(settings), user -> user);
        TargetSide.writingUntold(trial);
    }

    private String login(TargetSettings settings) {
        try (Connection connection = settings.mysql(hosts)) {
            return connection.getMetaData().getUserName();
        } catch (SQLException failed) {
            throw TargetTrouble.writing(settings, RunProgress.SILENT, failed);
        }
    }

    private static TargetSettings settings(Target target) {
        return TargetSettings.of(SettingValues.of(DESCRIPTION, target.settings()));
    }
}
