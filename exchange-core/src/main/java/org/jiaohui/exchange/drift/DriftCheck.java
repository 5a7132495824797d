package org.jiaohui.exchange.drift;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.drift.DriftFindings.Course;
import org.jiaohui.exchange.drift.TablePlan.Way;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.TableSchema;

/**
 * Compares each table of a delivery with the declared schema or, where none is declared, with the last version, and plans how it is read under the task's
 * policy. Nothing is read but a bounded sample.
 */
public final class DriftCheck {
    private final ExchangeTask task;
    private final DatasetStore store;
    private final HeldRuns held;
    private final Optional<HeldRuns.Held> own;

    /** {@code own} is the hold of the run itself, when it was held before. */
    public DriftCheck(ExchangeTask task, DatasetStore store, HeldRuns held, Optional<HeldRuns.Held> own) {
        this.task = task;
        this.store = store;
        this.held = held;
        this.own = own;
    }

    public TablePlan plan(String name, DatasetId dataset, Formats.DeliveredTable table) {
        Optional<TableSchema> declared = task.declared(name);
        Optional<DatasetVersion> last = store.findLatest(dataset);
        Optional<TableSchema> expected = declared.or(() -> last.map(DatasetVersion::schema));
        boolean silent = table instanceof DatabaseTable streamed
                && streamed.delivery().reading().columns().isEmpty();
        if (expected.isEmpty() || silent) {
            return TablePlan.asEver(table);
        }
        // Rows that are added to others take their columns; only a delivery that replaces them may bring its own.
        boolean following = task.drift() == DriftPolicy.FOLLOW
                && (declared.isPresent() || task.merge().replaces());
        Optional<TableSchema> draft = following && declared.isEmpty() ? Optional.of(table.draft()) : Optional.empty();
        List<DeliveredColumn> delivered = draft.map(drafted ->
                        drafted.columns().stream().map(DeliveredColumn::stated).toList())
                .orElseGet(() -> table.look(expected));
        SchemaDifference difference = new SchemaDifference(
                name,
                dataset,
                declared.isPresent() ? "declared" : last.orElseThrow().number().toString(),
                new SchemaComparison(
                                expected.get(),
                                last.map(DatasetVersion::profile).orElse(List.of()),
                                declared.isPresent(),
                                delivered)
                        .changes());
        if (following) {
            return follow(table, difference, draft);
        }
        return decided(difference)
                .map(decision -> shaped(table, difference, expected.get(), last, delivered, decision))
                .orElseGet(() -> new TablePlan(table, Way.HOLD, Optional.of(difference), List.of(), Optional.empty()));
    }

    /** What is told of a held run that was rejected. */
    public static List<Finding> rejections(Hold hold) {
        return hold.differences().stream()
                .flatMap(difference ->
                        new DriftFindings(difference, Course.REJECTED, Map.of(), List.of()).list().stream())
                .toList();
    }

    private static TablePlan follow(
            Formats.DeliveredTable table, SchemaDifference difference, Optional<TableSchema> draft) {
        Course course = draft.isPresent() ? Course.AS_DELIVERED : Course.AS_DECLARED;
        return new TablePlan(
                table,
                Way.GO_ON,
                Optional.of(difference),
                new DriftFindings(difference, course, Map.of(), List.of()).list(),
                draft.map(drafted -> new TableShape(
                        drafted,
                        drafted.columns().stream()
                                .map(column -> Optional.of(column.name()))
                                .toList(),
                        List.of())));
    }

    /** What the policy, this run's decision or an earlier one says of the difference; empty when somebody must say it first. */
    private Optional<DriftDecision> decided(SchemaDifference difference) {
        return switch (task.drift()) {
            case EVOLVE -> Optional.of(new DriftDecision(DriftDecision.Verdict.EVOLVE, Map.of()));
            case FOLLOW, IGNORE -> Optional.of(new DriftDecision(DriftDecision.Verdict.IGNORE, Map.of()));
            case REJECT ->
                Optional.of(new DriftDecision(
                        difference.matters() ? DriftDecision.Verdict.REJECT : DriftDecision.Verdict.IGNORE, Map.of()));
            case HOLD ->
                difference.matters()
                        ? ofThisRun(difference).or(() -> held.findRemembered(task.id(), difference))
                        : Optional.of(new DriftDecision(DriftDecision.Verdict.IGNORE, Map.of()));
        };
    }

    private Optional<DriftDecision> ofThisRun(SchemaDifference difference) {
        return own.filter(hold -> hold.hold().differences().stream()
                        .anyMatch(known -> known.dataset().equals(difference.dataset())
                                && known.fingerprint().equals(difference.fingerprint())))
                .flatMap(HeldRuns.Held::decision);
    }

    private static TablePlan shaped(
            Formats.DeliveredTable table,
            SchemaDifference difference,
            TableSchema expected,
            Optional<DatasetVersion> last,
            List<DeliveredColumn> sampled,
            DriftDecision decision) {
        if (decision.verdict() == DriftDecision.Verdict.REJECT) {
            List<Finding> findings = new DriftFindings(difference, Course.REJECTED, Map.of(), List.of()).list();
            return new TablePlan(table, Way.REJECT, Optional.of(difference), findings, Optional.empty());
        }
        boolean evolve = decision.verdict() == DriftDecision.Verdict.EVOLVE;
        boolean brings = difference.changes().stream().anyMatch(SchemaChange::bringsColumn);
        List<DeliveredColumn> delivered = evolve && brings ? drafted(sampled, table.draft()) : sampled;
        TableShape shape = TableShape.of(
                expected, delivered, evolve, decision.renames(), name -> known(last.map(DatasetVersion::schema), name));
        List<Finding> findings = new DriftFindings(
                        difference, evolve ? Course.EVOLVED : Course.KEPT, decision.renames(), shape.lost())
                .list();
        return new TablePlan(
                table,
                shape.lost().isEmpty() ? Way.GO_ON : Way.REJECT,
                Optional.of(difference),
                findings,
                Optional.of(shape));
    }

    /** New columns get the type that the whole file's sample gives, as they would in a new dataset. */
    private static List<DeliveredColumn> drafted(List<DeliveredColumn> sampled, TableSchema draft) {
        return IntStream.range(0, sampled.size())
                .mapToObj(i -> {
                    DeliveredColumn column = sampled.get(i);
                    int at = draft.indexOf(column.name());
                    return column.stated() || at < 0
                            ? column
                            : new DeliveredColumn(
                                    column.name(),
                                    Optional.of(draft.columns().get(at).type()),
                                    false,
                                    column.fitting(),
                                    column.examples());
                })
                .toList();
    }

    private static Optional<Column> known(Optional<TableSchema> last, String name) {
        return last.flatMap(schema -> schema.indexOf(name) < 0
                ? Optional.empty()
                : Optional.of(schema.columns().get(schema.indexOf(name))));
    }
}
