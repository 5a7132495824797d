package org.jiaohui.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.TableResult;
import tools.jackson.core.type.TypeReference;

/** Tables and findings of runs. */
final class RunDetails {
    private static final int MOST_FINDINGS = 200;
    private static final int MOST_SAMPLES = 10;
    private static final int LONGEST_VALUE = 500;
    private static final TypeReference<List<Finding.Sample>> SAMPLES = new TypeReference<>() {};

    private final Database database;

    RunDetails(Database database) {
        this.database = database;
    }

    void write(RunId run, List<TableResult> tables, List<Finding> findings) {
        List<Finding> kept = bounded(findings);
        database.template()
                .batchUpdate(
                        """
                insert into ledger.run_table (run, ordinal, table_name, dataset, outcome, version, read, refused, published)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                        IntStream.range(0, tables.size())
                                .mapToObj(i -> row(run, i, tables.get(i)))
                                .toList());
        database.template()
                .batchUpdate(
                        """
                insert into ledger.finding (run, ordinal, rule, severity, column_name, row_count, message, message_en, samples)
                values (?, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb))
                """,
                        IntStream.range(0, kept.size())
                                .mapToObj(i -> row(run, i, kept.get(i)))
                                .toList());
    }

    /** The runs with their tables and findings. */
    List<ExchangeRun> added(List<ExchangeRun> runs) {
        if (runs.isEmpty()) {
            return runs;
        }
        List<String> ids = runs.stream().map(run -> run.id().value()).toList();
        Map<String, List<TableResult>> tables = new HashMap<>();
        database.sql("select * from ledger.run_table where run in (:runs) order by run, ordinal")
                .param("runs", ids)
                .query(row -> {
                    int version = row.getInt("version");
                    TableResult table = new TableResult(
                            row.getString("table_name"),
                            new DatasetId(row.getString("dataset")),
                            RunOutcome.valueOf(row.getString("outcome")),
                            version == 0 ? Optional.empty() : Optional.of(new VersionNumber(version)),
                            row.getLong("read"),
                            row.getLong("refused"),
                            row.getLong("published"));
                    tables.computeIfAbsent(row.getString("run"), run -> new ArrayList<>())
                            .add(table);
                });
        Map<String, List<Finding>> findings = new HashMap<>();
        database.sql("select * from ledger.finding where run in (:runs) order by run, ordinal")
                .param("runs", ids)
                .query(row -> {
                    findings.computeIfAbsent(row.getString("run"), run -> new ArrayList<>())
                            .add(finding(row));
                });
        return runs.stream()
                .map(run -> with(
                        run,
                        tables.getOrDefault(run.id().value(), List.of()),
                        findings.getOrDefault(run.id().value(), List.of())))
                .toList();
    }

    /** At most 200, the gravest first; the last then says how many are not listed. */
    private static List<Finding> bounded(List<Finding> findings) {
        if (findings.size() <= MOST_FINDINGS) {
            return findings;
        }
        List<Finding> gravest = new ArrayList<>(findings);
        gravest.sort(Comparator.comparing(Finding::severity));
        int more = findings.size() - (MOST_FINDINGS - 1);
        List<Finding> kept = new ArrayList<>(gravest.subList(0, MOST_FINDINGS - 1));
        kept.add(new Finding(
                "more-findings",
                Finding.Severity.INFO,
                "",
                more,
                "另有 %d 条问题未列出".formatted(more),
                "%d more findings are not listed".formatted(more),
                List.of()));
        return kept;
    }

    private static Object[] row(RunId run, int ordinal, TableResult table) {
        return new Object[] {
            run.value(),
            ordinal,
            LedgerJson.storable(table.table()),
            table.dataset().value(),
            table.outcome().name(),
            table.version().map(VersionNumber::value).orElse(null),
            table.read(),
            table.refused(),
            table.published()
        };
    }

    private static Object[] row(RunId run, int ordinal, Finding finding) {
        List<Finding.Sample> samples = finding.samples().stream()
                .limit(MOST_SAMPLES)
                .map(sample -> new Finding.Sample(sample.row(), shown(sample.value()), shown(sample.reason())))
                .toList();
        return new Object[] {
            run.value(),
            ordinal,
            finding.rule(),
            finding.severity().name(),
            LedgerJson.storable(finding.column()),
            finding.count(),
            LedgerJson.storable(finding.message()),
            LedgerJson.storable(finding.messageEn()),
            LedgerJson.write(samples, SAMPLES)
        };
    }

    private static String shown(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    }

    private static Finding finding(ResultSet row) throws SQLException {
        return new Finding(
                row.getString("rule"),
                Finding.Severity.valueOf(row.getString("severity")),
                row.getString("column_name"),
                row.getLong("row_count"),
                row.getString("message"),
                row.getString("message_en"),
                LedgerJson.read(row.getString("samples"), SAMPLES));
    }

    private static ExchangeRun with(ExchangeRun run, List<TableResult> tables, List<Finding> findings) {
        return new ExchangeRun(
                run.id(),
                run.task(),
                run.source(),
                run.status(),
                run.step(),
                run.attempt(),
                run.outcome(),
                run.error(),
                run.read(),
                run.refused(),
                run.published(),
                run.bytes(),
                run.digest(),
                run.order(),
                run.queuedAt(),
                run.startedAt(),
                run.finishedAt(),
                tables,
                findings,
                run.backFill(),
                run.mends());
    }
}
