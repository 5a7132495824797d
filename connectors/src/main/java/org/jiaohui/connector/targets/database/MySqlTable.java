package org.jiaohui.connector.targets.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.run.RunProgress;

/** One table of a MySQL or MariaDB target. */
final class MySqlTable {
    private static final int LOCK_SECONDS = 30;

    private final Connection connection;
    private final DeliveryOrder order;
    private final MySqlDefinition definition;

    /** @param create whether tables and columns may be made */
    MySqlTable(Connection connection, DeliveryOrder order, boolean create) {
        this.connection = connection;
        this.order = order;
        definition = new MySqlDefinition(connection, order, create);
    }

    /** A table of its own is filled and then renamed to the place; its comment says which batch it is, so that the swap itself tells that it happened. */
    DeliveryEffect replace(RowFeed rows, RunProgress progress) throws SQLException {
        String stem = "jiaohui_" + Integer.toHexString(order.place().hashCode()) + "_";
        lock("jiaohui:" + stem);
        Optional<DeliveryEffect> before = TableTag.find(connection, order.place(), order.batch());
        if (before.isPresent()) {
            return before.get();
        }
        dropLeftOvers(stem);
        boolean exists = definition.exists();
        String fresh = stem + order.attempt();
        if (exists) {
            definition.addMissingColumns();
            definition.run("CREATE TABLE " + quoted(fresh) + " LIKE " + quoted(order.place()));
        } else {
            definition.create(fresh, order.key(), "");
        }
        DeliveryEffect effect = new MySqlRows(connection, order, rows, progress).insert(fresh);
        try (PreparedStatement comment = connection.prepareStatement("ALTER TABLE " + quoted(fresh) + " COMMENT = "
                + MySqlDefinition.literal(TableTag.tagged(
                        TableTag.comment(connection, exists ? order.place() : fresh), order.batch(), effect)))) {
            comment.execute();
        }
        progress.checkStop();
        if (exists) {
            definition.run("RENAME TABLE " + quoted(order.place()) + " TO " + quoted(stem + "old") + ", "
                    + quoted(fresh) + " TO " + quoted(order.place()));
            definition.run("DROP TABLE " + quoted(stem + "old"));
        } else {
            definition.run("RENAME TABLE " + quoted(fresh) + " TO " + quoted(order.place()));
        }
        return effect;
    }

    /**
     * Makes the table where it is missing; this commits, so it comes before the transaction.
     *
     * @param uniqueKey whether updating by key needs a unique index on it
     */
    void prepare(boolean uniqueKey) throws SQLException {
        definition.prepare(uniqueKey);
    }

    /** Within the transaction. */
    DeliveryEffect write(RowFeed feed, RunProgress progress) throws SQLException {
        MySqlRows rows = new MySqlRows(connection, order, feed, progress);
        return switch (order.mode()) {
            case REPLACE, APPEND -> rows.insert(order.place());
            case UPSERT -> rows.upsert();
            case FRONT_END -> rows.frontEnd();
        };
    }

    private void lock(String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT get_lock(?, ?)")) {
            statement.setString(1, name);
            statement.setInt(2, LOCK_SECONDS);
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                if (answer.getInt(1) != 1) {
                    throw new SQLException("another delivery writes " + order.place(), "40001");
                }
            }
        }
    }

    private void dropLeftOvers(String stem) throws SQLException {
        List<String> left = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = database() AND left(table_name,"
                        + " ?) = ?")) {
            statement.setInt(1, stem.length());
            statement.setString(2, stem);
            try (ResultSet answer = statement.executeQuery()) {
                while (answer.next()) {
                    left.add(answer.getString(1));
                }
            }
        }
        for (String each : left) {
            definition.run("DROP TABLE IF EXISTS " + quoted(each));
        }
    }

    private static String quoted(String name) {
        return MySqlDefinition.quoted(name);
    }
}
