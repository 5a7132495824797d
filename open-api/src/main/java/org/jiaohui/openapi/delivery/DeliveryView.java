package org.jiaohui.openapi.delivery;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.delivery.Acknowledgement;
import org.jiaohui.exchange.delivery.DeliveryRun;
import org.jiaohui.exchange.run.ExchangeRun;

/** A delivery as docs/api.md shows it. */
@Schema(name = "Delivery")
public record DeliveryView(
        String id,
        String subscription,
        String dataset,
        String target,
        Optional<String> from,
        String version,
        String batch,
        String status,
        int attempt,
        long rows,
        long bytes,
        Optional<String> sha256,
        Optional<ExchangeRun.RunError> error,
        Optional<String> retransmits,
        Optional<AcknowledgementView> acknowledgement,
        OffsetDateTime plannedAt,
        Optional<OffsetDateTime> nextAt,
        Optional<OffsetDateTime> startedAt,
        Optional<OffsetDateTime> endedAt,
        Optional<Long> durationMillis) {
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

    /** @param agrees whether every row was taken as it was sent; a word that does not agree is a difference */
    record AcknowledgementView(
            OffsetDateTime at,
            String by,
            long rows,
            long refused,
            Optional<String> digest,
            Optional<String> note,
            boolean agrees) {
        static AcknowledgementView of(Acknowledgement word, DeliveryRun run) {
            return new AcknowledgementView(
                    beijing(word.at()),
                    word.by().name().toLowerCase(Locale.ROOT),
                    word.rows(),
                    word.refused(),
                    word.digest(),
                    word.note(),
                    word.agreesWith(run.effect()));
        }
    }

    public static DeliveryView of(DeliveryRun run) {
        boolean waiting = run.status() == DeliveryRun.Status.WAITING;
        return new DeliveryView(
                run.id().value(),
                run.subscription().value(),
                run.dataset().value(),
                run.target().value(),
                run.from().map(VersionNumber::toString),
                run.to().toString(),
                run.batch().value(),
                run.status().name().toLowerCase(Locale.ROOT),
                run.attempt(),
                run.rows(),
                run.bytes(),
                run.digest(),
                run.error(),
                run.retransmits(),
                run.acknowledgement().map(word -> AcknowledgementView.of(word, run)),
                beijing(run.plannedAt()),
                waiting ? Optional.of(beijing(run.nextAt())) : Optional.empty(),
                run.startedAt().map(DeliveryView::beijing),
                run.endedAt().map(DeliveryView::beijing),
                run.startedAt()
                        .flatMap(start -> run.endedAt()
                                .map(end -> Duration.between(start, end).toMillis())));
    }

    private static OffsetDateTime beijing(Instant instant) {
        return instant.atZone(BEIJING).toOffsetDateTime();
    }
}
