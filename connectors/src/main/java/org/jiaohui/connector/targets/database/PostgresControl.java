package org.jiaohui.connector.targets.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.delivery.BatchId;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryOrder;

/** The table of the target that knows which batches it has taken. */
final class PostgresControl {
    /** Somebody else made the table at the same moment. */
    private static final Set<String> MADE_BY_ANOTHER = Set.of("23505", "42P07", "42710");

    private final Connection connection;
    private final String table;

    PostgresControl(Connection connection, String schema) {
        this.connection = connection;
        table = PostgresTable.quoted(schema) + ".jiaohui_delivery";
    }

    void createIfMissing() throws SQLException {
        if (exists()) {
            return;
        }
        try {
            PostgresTarget.execute(
                    connection,
                    "CREATE TABLE IF NOT EXISTS " + table
                            + " (batch text PRIMARY KEY, place text NOT NULL, rows bigint NOT NULL, bytes bigint NOT"
                            + " NULL, digest text NOT NULL, delivered_at timestamptz NOT NULL DEFAULT"
                            + " clock_timestamp())");
            PostgresTarget.execute(
                    connection,
                    "COMMENT ON TABLE " + table + " IS '交汇：已接收的交付批次，请勿删除 / Jiaohui: batches taken; do not delete'");
        } catch (SQLException race) {
            if (!MADE_BY_ANOTHER.contains(String.valueOf(race.getSQLState()))) {
                throw race;
            }
        }
    }

    private boolean exists() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, table);
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                return answer.getBoolean(1);
            }
        }
    }

    /** Claims the batch within the transaction, waiting for another transaction that does; false when it was taken before. */
    boolean begin(DeliveryOrder order) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + table
                + " (batch, place, rows, bytes, digest) VALUES (?, ?, 0, 0, '') ON CONFLICT (batch) DO NOTHING")) {
            statement.setString(1, order.batch().value());
            statement.setString(2, order.place());
            return statement.executeUpdate() == 1;
        }
    }

    void end(BatchId batch, DeliveryEffect effect) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE " + table + " SET rows = ?, bytes = ?, digest = ? WHERE batch = ?")) {
            statement.setLong(1, effect.rows());
            statement.setLong(2, effect.bytes());
            statement.setString(3, effect.digest());
            statement.setString(4, batch.value());
            statement.executeUpdate();
        }
    }

    Optional<DeliveryEffect> find(BatchId batch) throws SQLException {
        if (!exists()) {
            return Optional.empty();
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT rows, bytes, digest FROM " + table + " WHERE batch = ?")) {
            statement.setString(1, batch.value());
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next()
                        ? Optional.of(new DeliveryEffect(answer.getLong(1), answer.getLong(2), answer.getString(3)))
                        : Optional.empty();
            }
        }
    }
}
