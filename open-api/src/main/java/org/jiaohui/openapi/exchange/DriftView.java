package org.jiaohui.openapi.exchange;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.drift.DatasetDependents;
import org.jiaohui.exchange.drift.DriftDecision;
import org.jiaohui.exchange.drift.DriftOutlook;
import org.jiaohui.exchange.drift.HeldRuns;
import org.jiaohui.exchange.drift.SchemaChange;
import org.jiaohui.exchange.drift.SchemaDifference;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.table.ColumnType;

/**
 * Why a run is held, as docs/api.md shows it.
 *
 * @param affected absent for readers who may not know of inner systems
 */
@Schema(name = "Drift")
record DriftView(
        String run,
        String task,
        boolean waits,
        Optional<OffsetDateTime> heldAt,
        Optional<DecisionView> decision,
        List<TableView> tables,
        Optional<List<AffectedView>> affected) {
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

    record DecisionView(String decision, Map<String, String> renames, Optional<OffsetDateTime> decidedAt) {}

    record TableView(String table, String dataset, String comparedWith, List<ChangeView> changes) {}

    /** What happens to the column with the decisions {@code evolve} and {@code ignore}; absent where that depends on renames. */
    record ChangeView(
            String kind,
            Optional<ColumnView> before,
            Optional<ColumnView> after,
            Optional<OutlookView> evolve,
            Optional<OutlookView> ignore) {}

    record OutlookView(String message, String messageEn) {
        static Optional<OutlookView> of(
                SchemaDifference difference, SchemaChange change, DriftDecision.Verdict verdict) {
            return DriftOutlook.of(difference, change, verdict)
                    .map(outlook -> new OutlookView(outlook.chinese(), outlook.english()));
        }
    }

    record ColumnView(String name, Optional<String> type, String title, int position, boolean required) {}

    record AffectedView(String kind, String id, String title, String dataset) {}

    static DriftView of(ExchangeRun run, Optional<HeldRuns.Held> held, Optional<DatasetDependents> dependents) {
        List<SchemaDifference> differences =
                held.map(hold -> hold.hold().differences()).orElse(List.of());
        return new DriftView(
                run.id().value(),
                run.task().value(),
                run.status() == ExchangeRun.Status.HELD
                        && held.flatMap(HeldRuns.Held::decision).isEmpty(),
                held.map(hold -> hold.since().atZone(BEIJING).toOffsetDateTime()),
                held.flatMap(hold -> hold.decision().map(decision -> decision(decision, hold))),
                differences.stream().map(DriftView::table).toList(),
                dependents.map(known -> affected(differences, known)));
    }

    private static List<AffectedView> affected(List<SchemaDifference> differences, DatasetDependents dependents) {
        return differences.stream()
                .map(SchemaDifference::dataset)
                .distinct()
                .flatMap(dataset -> dependents.of(dataset).stream()
                        .map(one -> new AffectedView(lower(one.kind()), one.id(), one.title(), dataset.value())))
                .toList();
    }

    private static DecisionView decision(DriftDecision decision, HeldRuns.Held hold) {
        return new DecisionView(
                lower(decision.verdict()),
                decision.renames(),
                hold.decidedAt().map(at -> at.atZone(BEIJING).toOffsetDateTime()));
    }

    private static TableView table(SchemaDifference difference) {
        return new TableView(
                difference.table(),
                difference.dataset().value(),
                difference.comparedWith(),
                difference.changes().stream()
                        .map(change -> new ChangeView(
                                lower(change.kind()),
                                change.before().map(DriftView::column),
                                change.after().map(DriftView::column),
                                OutlookView.of(difference, change, DriftDecision.Verdict.EVOLVE),
                                OutlookView.of(difference, change, DriftDecision.Verdict.IGNORE)))
                        .toList());
    }

    private static ColumnView column(SchemaChange.Side side) {
        return new ColumnView(
                side.name(), side.type().map(ColumnType::toString), side.title(), side.position(), side.required());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
