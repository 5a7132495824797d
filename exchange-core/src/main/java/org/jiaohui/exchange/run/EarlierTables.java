package org.jiaohui.exchange.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;

/** What a task published before. A table that a delivery no longer holds leaves its dataset public and growing old, so somebody must know. */
final class EarlierTables {
    private static final int RUNS = 20;

    private final List<TableResult> tables;

    private EarlierTables(List<TableResult> tables) {
        this.tables = tables;
    }

    /** Of the last runs that published something, for each dataset the newest. */
    static EarlierTables of(TaskId task, RunLedger ledger) {
        Set<DatasetId> known = new HashSet<>();
        return new EarlierTables(ledger.published(task, RUNS).stream()
                .flatMap(run -> run.tables().stream())
                .filter(table -> known.add(table.dataset()))
                .toList());
    }

    /** The tables that became the dataset or one of the datasets named after it. */
    List<TableResult> of(DatasetId dataset) {
        return tables.stream()
                .filter(table -> table.dataset().equals(dataset)
                        || table.dataset().value().startsWith(dataset.value() + "-"))
                .toList();
    }

    /** The dataset that a table of this name became when it was last delivered. */
    Optional<DatasetId> datasetOf(String table) {
        return tables.stream()
                .filter(known -> known.table().equals(table))
                .map(TableResult::dataset)
                .findFirst();
    }

    /** A warning for each table that is not delivered any more, again with every delivery until its dataset is withdrawn. */
    List<Finding> missingFrom(List<TableNames.Named> delivered, CatalogueEntries entries) {
        Set<DatasetId> brought =
                delivered.stream().map(TableNames.Named::dataset).collect(Collectors.toSet());
        List<Finding> findings = new ArrayList<>();
        for (TableResult table : tables) {
            if (!brought.contains(table.dataset())) {
                entries.find(table.dataset().value())
                        .map(entry -> warning(
                                table.table(), entry.id(), entry.version().or(table::version)))
                        .ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Finding warning(String table, String dataset, Optional<VersionNumber> version) {
        String last = version.map(VersionNumber::toString).orElse("?");
        return new Finding(
                "table-missing",
                Finding.Severity.WARNING,
                "",
                1,
                "本次送达没有表“%s”：数据集 %s 停在 %s，仍然公开；请核实提供方是否漏送，或撤下该数据集".formatted(table, dataset, last),
                "the delivery does not hold table \"%s\": dataset %s stays at %s and public; ask the provider, or withdraw the dataset"
                        .formatted(table, dataset, last),
                List.of());
    }
}
