package org.jiaohui.connector.targets.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jiaohui.exchange.delivery.BatchId;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryOrder;

/** The table of the target that knows which batches it has taken. */
final class MySqlControl {
    private static final int NO_SUCH_TABLE = 1146;

    private final Connection connection;

    MySqlControl(Connection connection) {
        this.connection = connection;
    }

    void createIfMissing() throws SQLException {
        PostgresTarget.execute(
                connection,
                "CREATE TABLE IF NOT EXISTS jiaohui_delivery (batch varchar(120) CHARACTER SET ascii COLLATE ascii_bin"
                        + " PRIMARY KEY, place varchar(255) NOT NULL, row_count bigint NOT NULL, byte_count bigint NOT"
                        + " NULL, digest varchar(64) NOT NULL, delivered_at timestamp(6) NOT NULL DEFAULT"
                        + " current_timestamp(6)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='交汇：已接收的交付批次，请勿删除 /"
                        + " Jiaohui: batches taken; do not delete'");
    }

    /** Claims the batch within the transaction, waiting for another transaction that does; false when it was taken before. */
    boolean begin(DeliveryOrder order) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT IGNORE INTO jiaohui_delivery (batch, place, row_count, byte_count, digest) VALUES (?, ?, 0, 0,"
                        + " '')")) {
            statement.setString(1, order.batch().value());
            statement.setString(2, order.place());
            return statement.executeUpdate() == 1;
        }
    }

    void end(BatchId batch, DeliveryEffect effect) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE jiaohui_delivery SET row_count = ?, byte_count = ?, digest = ? WHERE batch = ?")) {
            statement.setLong(1, effect.rows());
            statement.setLong(2, effect.bytes());
            statement.setString(3, effect.digest());
            statement.setString(4, batch.value());
            statement.executeUpdate();
        }
    }

    Optional<DeliveryEffect> find(BatchId batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT row_count, byte_count, digest FROM jiaohui_delivery WHERE batch = ?")) {
            statement.setString(1, batch.value());
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next()
                        ? Optional.of(new DeliveryEffect(answer.getLong(1), answer.getLong(2), answer.getString(3)))
                        : Optional.empty();
            }
        } catch (SQLException missing) {
            if (missing.getErrorCode() == NO_SUCH_TABLE) {
                return Optional.empty();
            }
            throw missing;
        }
    }
}
