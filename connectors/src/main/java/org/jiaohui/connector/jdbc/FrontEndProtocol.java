package org.jiaohui.connector.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jiaohui.connector.AcknowledgedProtocol;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.FetchWatch;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.account.Acknowledgement;
import org.jiaohui.exchange.source.account.Claim;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;

/**
 * Takes the waiting rows of a front-end exchange table. The publication and the mark in the table lie in two databases and cannot be one transaction: rows are
 * claimed before they are read, and marked as taken, or let go, when the ledger knows how the run ended.
 */
public record FrontEndProtocol(AllowedHosts hosts, DriverFolder drivers) implements AcknowledgedProtocol {
    private static final ConnectorDescription DESCRIPTION =
            new ConnectorDescription("frontend-db", "前置库交换表", "Front-end exchange table", FrontEndTable.SETTINGS);

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Delivery fetch(Fetch fetch) {
        throw SettingValues.wrong("前置库只能在任务运行中读取 / a front-end table is read by runs alone");
    }

    @Override
    public Delivery fetch(Fetch fetch, Claim claim) {
        FrontEndTable table = FrontEndTable.of(fetch.settings(), drivers);
        JdbcSettings settings = table.jdbc();
        settings.address().check(hosts);
        FetchWatch watch = fetch.watch();
        Connection connection = watch.opened(() -> settings.connect(false));
        try (connection) {
            if (table.claim(connection, Claim.prefix(claim.run()), claim.toString()) == 0) {
                return new Delivery.NotModified();
            }
            JdbcSettings rows = settings.reading(table.claimed(claim.toString(), FrontEndTable.quote(connection)));
            return new Delivery.Table(
                    settings.name(), declared -> JdbcProtocol.open(rows, declared, watch.renewed()), claim.toString());
        } catch (SQLException broken) {
            throw DatabaseTrouble.describing(settings.address(), broken);
        } finally {
            watch.release(connection);
        }
    }

    @Override
    public void acknowledge(Source source, SettingValues values, Acknowledgement told) {
        FrontEndTable table = FrontEndTable.of(values, drivers);
        table.jdbc().address().check(hosts);
        try (Connection connection = table.jdbc().connect(false)) {
            table.settle(
                    connection,
                    Claim.prefix(told.run()),
                    told.published(),
                    told.outcome() == RunOutcome.REJECTED,
                    told.error());
        } catch (SQLException broken) {
            throw DatabaseTrouble.describing(table.jdbc().address(), broken);
        }
    }

    @Override
    public void test(Fetch fetch, Trial trial) {
        FrontEndTable table = FrontEndTable.of(fetch.settings(), drivers);
        JdbcSettings settings = table.jdbc();
        try (Connection connection = DatabaseTrial.connect(fetch, trial, hosts, settings)) {
            trial.step(
                    TrialStep.PERMISSION,
                    () -> permitted(connection, table),
                    plan -> plan.columns().size() + " 列，可改状态 / columns, the status may be changed");
            fetch.watch().release(connection);
        } catch (SQLException closing) {
            throw DatabaseTrouble.describing(settings.address(), closing);
        }
        DatabaseTrial.sample(fetch, trial, settings);
    }

    /** The columns; changing the status is tried out on no row and taken back. */
    private static ColumnPlan permitted(Connection connection, FrontEndTable table) {
        ColumnPlan plan = JdbcProtocol.described(connection, table.jdbc());
        try (Connection writing = table.jdbc().connect(false)) {
            table.settle(writing, "/", Optional.empty(), false, Optional.empty());
            return plan;
        } catch (SQLException refused) {
            throw DatabaseTrouble.describing(table.jdbc().address(), refused);
        }
    }
}
