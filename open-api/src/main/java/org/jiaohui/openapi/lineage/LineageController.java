package org.jiaohui.openapi.lineage;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.receipt.Receipt;
import org.jiaohui.exchange.receipt.ReceiptBook;
import org.jiaohui.exchange.receipt.ReceiptDraft;
import org.jiaohui.exchange.receipt.ReceiptKeys;
import org.jiaohui.exchange.reconcile.Retransmission;
import org.jiaohui.exchange.reconcile.Retransmissions;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunInput;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.Constraint;
import org.jiaohui.openapi.access.KnownTasks;
import org.jiaohui.openapi.dataset.OwnEntries;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Where a version comes from. */
@RestController
@Tag(name = "datasets")
final class LineageController {
    private final OwnEntries entries;
    private final DatasetStore store;
    private final RunLedger runs;
    private final ReceiptBook receipts;
    private final ReceiptKeys keys;
    private final Retransmissions retransmissions;
    private final KnownTasks known;

    LineageController(
            OwnEntries entries,
            DatasetStore store,
            RunLedger runs,
            ReceiptBook receipts,
            ReceiptKeys keys,
            Retransmissions retransmissions,
            KnownTasks known) {
        this.known = known;
        this.entries = entries;
        this.store = store;
        this.runs = runs;
        this.receipts = receipts;
        this.keys = keys;
        this.retransmissions = retransmissions;
    }

    /**
     * @param revisionOf the version before
     * @param retransmits the statement whose differing keys alone the run read
     * @param software program and version, as the receipt states them
     */
    record LineageView(
            String dataset,
            String version,
            String snapshot,
            String sha256,
            long rows,
            long refused,
            Instant publishedAt,
            Optional<RunView> run,
            List<InputView> inputs,
            List<RuleView> rules,
            Optional<String> software,
            Optional<String> hub,
            Optional<ReceiptView> receipt,
            Optional<String> retransmits,
            Optional<String> revisionOf) {}

    record RunView(
            String id,
            String task,
            String source,
            String outcome,
            int attempt,
            Instant queuedAt,
            Optional<Instant> startedAt,
            Optional<Instant> finishedAt) {}

    record InputView(String name, String basis, long bytes, String sha256) {}

    record RuleView(String column, String rule) {}

    record ReceiptView(String url, long sequence, String digest) {}

    @GetMapping("/api/v1/datasets/{id}/versions/{version}/lineage")
    @Operation(summary = "版本的来历 / Where a version comes from")
    LineageView lineage(@PathVariable String id, @PathVariable String version, HttpServletRequest request) {
        DatasetVersion found = version(id, version, request);
        Optional<ExchangeRun> made = runs.find(found.run());
        // A closed task may have brought rows of an open dataset: it stays unnamed.
        boolean shown = made.isEmpty() || known.knows(made.get().task(), request);
        Optional<ExchangeRun> run = made.filter(any -> shown);
        Optional<Receipt> receipt =
                receipts.find(ReceiptDraft.Kind.RUN, found.run().value()).filter(any -> shown);
        return new LineageView(
                id,
                found.number().toString(),
                Long.toString(found.snapshot()),
                found.sha256(),
                found.rows(),
                found.refused(),
                found.publishedAt(),
                run.map(LineageController::run),
                runs.inputs(found.run()).stream()
                        .filter(any -> shown)
                        .map(LineageController::input)
                        .toList(),
                rules(found),
                receipt.flatMap(known -> known.find("software")).map(Object::toString),
                receipt.flatMap(known -> known.find("hub")).map(Object::toString),
                receipt.map(known -> new ReceiptView(
                        "/api/v1/runs/" + found.run() + "/receipt", known.sequence(), known.digest(keys))),
                retransmissions.find(found.run()).map(Retransmission::statement),
                found.number().value() > 1
                        ? Optional.of(new VersionNumber(found.number().value() - 1).toString())
                        : Optional.empty());
    }

    private DatasetVersion version(String id, String version, HttpServletRequest request) {
        DatasetId dataset = DatasetId.of(entries.getOwn(id, request).id());
        try {
            Optional<DatasetVersion> found = store.find(dataset, VersionNumber.parse(version));
            if (found.isPresent()) {
                return found.get();
            }
        } catch (IllegalArgumentException malformed) {
            // No version has such a number.
        }
        throw new ExchangeException(
                ErrorCode.UNKNOWN_VERSION, "没有版本 / there is no version " + version + " of \"" + id + "\"");
    }

    private static RunView run(ExchangeRun run) {
        return new RunView(
                run.id().value(),
                run.task().value(),
                run.source().value(),
                run.outcome()
                        .map(RunOutcome::label)
                        .orElseGet(() -> run.status().name().toLowerCase(Locale.ROOT)),
                run.attempt(),
                run.queuedAt(),
                run.startedAt(),
                run.finishedAt());
    }

    private static InputView input(RunInput input) {
        return new InputView(input.name(), input.basis().label(), input.bytes(), input.sha256());
    }

    private static List<RuleView> rules(DatasetVersion version) {
        List<RuleView> rules = new ArrayList<>();
        for (Column column : version.schema().columns()) {
            if (column.required()) {
                rules.add(new RuleView(column.name(), "required"));
            }
            for (Constraint constraint : column.constraints()) {
                rules.add(new RuleView(column.name(), constraint.rule()));
            }
        }
        if (!version.schema().key().isEmpty()) {
            rules.add(new RuleView(String.join(",", version.schema().key()), "key"));
        }
        version.schema()
                .region()
                .ifPresent(region -> rules.add(new RuleView(region.longitude() + "," + region.latitude(), "region")));
        return rules;
    }
}
