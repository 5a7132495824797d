package org.jiaohui.connector.targets.database;

import java.sql.SQLException;
import java.util.List;
import org.jiaohui.exchange.delivery.TargetConnector;

/** The target {@code mysql}, whichever of the servers that speak MySQL's protocol it writes to. */
abstract class MySqlTargetContract extends DatabaseTargetContract {
    @Override
    TargetConnector target() {
        return new MySqlTarget(anywhere());
    }

    @Override
    String type() {
        return "mysql";
    }

    @Override
    String quoted(String name) {
        return MySqlDefinition.quoted(name);
    }

    @Override
    List<String> comments(String table) throws SQLException {
        return ask("SELECT column_comment FROM information_schema.columns WHERE table_schema = 'hub' AND table_name = '"
                + table + "'");
    }

    @Override
    int indexes(String table) throws SQLException {
        return ask("SELECT DISTINCT index_name FROM information_schema.statistics WHERE table_schema = 'hub' AND"
                        + " table_name = '"
                        + table + "'")
                .size();
    }

    @Override
    List<String> leftOvers() throws SQLException {
        return ask("SELECT table_name FROM information_schema.tables WHERE table_schema = 'hub' AND table_name LIKE"
                + " 'jiaohui\\_%' AND table_name <> 'jiaohui_delivery'");
    }
}
