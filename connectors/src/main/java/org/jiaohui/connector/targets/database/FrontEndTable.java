package org.jiaohui.connector.targets.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jiaohui.exchange.delivery.Acknowledgement;
import org.jiaohui.exchange.delivery.BatchId;

/** A front-end table (前置库) as its consumer leaves it: {@code ex_status} 0 is waiting, 1 taken, 2 refused with {@code ex_err}. */
final class FrontEndTable {
    private FrontEndTable() {}

    /** Present once no row of the batch waits any more. */
    static Optional<Acknowledgement> findAcknowledgement(
            Connection connection, String table, BatchId batch, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT count(*), sum(CASE WHEN ex_status = 1 THEN 1 ELSE 0 END), sum(CASE WHEN ex_status = 2 THEN 1"
                        + " ELSE 0 END), max(ex_err) FROM "
                        + table + " WHERE ex_batch = ?")) {
            statement.setString(1, batch.value());
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                long taken = answer.getLong(2);
                long refused = answer.getLong(3);
                return answer.getLong(1) > 0 && answer.getLong(1) == taken + refused
                        ? Optional.of(new Acknowledgement(
                                now,
                                Acknowledgement.By.TARGET,
                                taken,
                                refused,
                                Optional.empty(),
                                Optional.ofNullable(answer.getString(4))))
                        : Optional.empty();
            }
        }
    }
}
