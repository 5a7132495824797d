package org.jiaohui.exchange.alert;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.TaskId;

/**
 * Trouble of one task that lasts from {@code raisedAt} until {@code recoveredAt}.
 *
 * @param run the newest run in which the trouble showed itself
 * @param occurrences how often it was raised while it was open
 * @param recoveredAt absent while the alert is open
 * @param acknowledgedAt when somebody took it up
 * @param deliveries who was told, and whether it arrived
 */
public record Alert(
        long id,
        AlertRule rule,
        TaskId task,
        Optional<RunId> run,
        String message,
        String messageEn,
        int occurrences,
        Instant raisedAt,
        Instant renewedAt,
        Optional<Instant> recoveredAt,
        Optional<Instant> acknowledgedAt,
        List<Delivered> deliveries) {
    public Alert {
        deliveries = List.copyOf(deliveries);
    }

    public boolean open() {
        return recoveredAt.isEmpty();
    }

    /** One telling of one event by one channel: waiting, arrived or given up. */
    public record Delivered(
            AlertNotice.Event event,
            String channel,
            int attempts,
            Optional<Instant> arrivedAt,
            Optional<Instant> givenUpAt) {}
}
