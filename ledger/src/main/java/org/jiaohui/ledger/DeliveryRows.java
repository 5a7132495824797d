package org.jiaohui.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.delivery.Acknowledgement;
import org.jiaohui.exchange.delivery.BatchId;
import org.jiaohui.exchange.delivery.DeliveryId;
import org.jiaohui.exchange.delivery.DeliveryRun;
import org.jiaohui.exchange.delivery.SubscriptionId;
import org.jiaohui.exchange.delivery.TargetId;
import org.jiaohui.exchange.run.ExchangeRun.RunError;
import org.jspecify.annotations.Nullable;

/** Deliveries and what receivers said of them, read from their rows. */
final class DeliveryRows {
    private DeliveryRows() {}

    static DeliveryRun run(ResultSet row, int number) throws SQLException {
        Optional<Instant> acknowledged = Database.optionalInstant(row, "ack_at");
        Optional<Acknowledgement> word =
                acknowledged.isEmpty() ? Optional.empty() : Optional.of(word(row, "ack_", acknowledged.get()));
        @Nullable String code = row.getString("error_code");
        return new DeliveryRun(
                new DeliveryId(row.getString("id")),
                new SubscriptionId(row.getString("subscription")),
                new DatasetId(row.getString("dataset")),
                new TargetId(row.getString("target")),
                Optional.ofNullable(row.getObject("from_version", Integer.class))
                        .map(VersionNumber::new),
                new VersionNumber(row.getInt("to_version")),
                new BatchId(row.getString("batch")),
                DeliveryRun.Status.valueOf(row.getString("status")),
                row.getInt("attempt"),
                row.getInt("tries"),
                row.getLong("rows"),
                row.getLong("bytes"),
                Optional.ofNullable(row.getString("digest")),
                code == null
                        ? Optional.empty()
                        : Optional.of(new RunError(code, row.getString("error_kind"), row.getString("error_message"))),
                Optional.ofNullable(row.getString("retransmits")),
                word,
                Database.instant(row, "planned_at"),
                Database.instant(row, "next_at"),
                Database.optionalInstant(row, "started_at"),
                Database.optionalInstant(row, "ended_at"));
    }

    /** @param prefix of the columns' names */
    static Acknowledgement word(ResultSet row, String prefix, Instant at) throws SQLException {
        return new Acknowledgement(
                at,
                Acknowledgement.By.valueOf(row.getString(prefix + "by")),
                row.getLong(prefix + "rows"),
                row.getLong(prefix + "refused"),
                Optional.ofNullable(row.getString(prefix + "digest")),
                Optional.ofNullable(row.getString(prefix + "note")));
    }
}
