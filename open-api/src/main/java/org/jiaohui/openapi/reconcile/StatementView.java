package org.jiaohui.openapi.reconcile;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.reconcile.Reconciler;
import org.jiaohui.exchange.reconcile.Reconciliation;

/** A statement as docs/reconciliation.md shows it. */
@Schema(name = "Reconciliation")
record StatementView(
        String id,
        String task,
        String date,
        OffsetDateTime madeAt,
        String state,
        String stateLabel,
        List<LineView> lines) {
    record SideView(long count, Optional<String> digest) {}

    record DeliveredView(
            String subscription,
            String target,
            Optional<String> delivery,
            Optional<String> batch,
            String state,
            String stateLabel,
            String basis,
            long delivered,
            Optional<String> digest,
            long batchRows,
            Optional<Long> acknowledged,
            Optional<String> trouble,
            DifferencesView differences) {}

    record DifferencesView(long onlyInSource, long onlyInTarget, long different, boolean complete) {}

    record LineView(
            String dataset,
            String version,
            String run,
            String state,
            String stateLabel,
            String basis,
            SideView source,
            long sourceRefused,
            long received,
            long refused,
            SideView published,
            List<DeliveredView> deliveries,
            DifferencesView differences) {}

    static StatementView of(Reconciliation statement) {
        return new StatementView(
                statement.id(),
                statement.task().value(),
                statement.day().toString(),
                statement.madeAt().atZone(Reconciler.BEIJING).toOffsetDateTime(),
                statement.state().label(),
                statement.state().chinese(),
                statement.lines().stream().map(StatementView::line).toList());
    }

    private static LineView line(Reconciliation.Line line) {
        return new LineView(
                line.dataset().value(),
                line.version().toString(),
                line.run().value(),
                line.state().label(),
                line.state().chinese(),
                line.basis().label(),
                side(line.source()),
                line.sourceRefused(),
                line.received(),
                line.refused(),
                side(line.published()),
                line.deliveries().stream().map(StatementView::delivered).toList(),
                differences(line.differences()));
    }

    private static DeliveredView delivered(Reconciliation.Delivered one) {
        return new DeliveredView(
                one.subscription(),
                one.target(),
                Optional.of(one.delivery()).filter(id -> !id.isEmpty()),
                Optional.of(one.batch()).filter(id -> !id.isEmpty()),
                one.state().label(),
                one.state().chinese(),
                one.basis().label(),
                one.delivered(),
                one.digest(),
                one.batchRows(),
                one.acknowledged(),
                one.trouble(),
                differences(one.differences()));
    }

    private static DifferencesView differences(Reconciliation.Differences differences) {
        return new DifferencesView(
                differences.onlyInSource(),
                differences.onlyInTarget(),
                differences.different(),
                differences.complete());
    }

    private static SideView side(Reconciliation.Side side) {
        return new SideView(side.count(), side.digest());
    }
}
