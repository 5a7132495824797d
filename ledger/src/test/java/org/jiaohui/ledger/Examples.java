package org.jiaohui.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.DatasetDescription;
import org.jiaohui.exchange.catalogue.Organization;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.RunResult;
import org.jiaohui.exchange.run.TableResult;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.Constraint;
import org.jiaohui.exchange.table.TableSchema;

/** Values that the tests share. */
final class Examples {
    private Examples() {}

    static Source source(String id) {
        return new Source(
                new SourceId(id), "门架库", "jdbc", Map.of("url", "jdbc:postgresql://gates/db"), FormatOptions.DETECT);
    }

    static ExchangeTask task(String id, String source, Optional<Duration> every) {
        return ExchangeTask.of(new TaskId(id), new SourceId(source), new DatasetId(id), about("通行记录 " + id, "PUBLIC"))
                .withSchemas(Map.of("", schema()))
                .withEvery(every);
    }

    static DatasetDescription about(String title, String access) {
        return new DatasetDescription(
                title,
                Optional.of("Passages"),
                "摘要",
                Optional.empty(),
                new Organization("11440000006939748P", "广东省交通运输厅", Optional.empty()),
                List.of("GL", "YZ"),
                Optional.of("440000"),
                List.of("ETC"),
                "DAILY",
                access,
                Optional.empty());
    }

    /** Every kind of column and constraint. */
    static TableSchema schema() {
        return new TableSchema(
                List.of(
                        Column.of("id", ColumnType.INTEGER)
                                .asRequired()
                                .withConstraints(List.of(new Constraint.Unique())),
                        Column.of("plate", ColumnType.TEXT)
                                .withTitles("车牌", Optional.of("Plate"))
                                .withConstraints(List.of(
                                        new Constraint.Length(8),
                                        new Constraint.Matches("[\\u4e00-\\u9fa5][A-Z].{5,6}"),
                                        new Constraint.CodeList(List.of("粤A12345", "京B54321")))),
                        Column.of("operator", ColumnType.TEXT)
                                .withConstraints(List.of(new Constraint.CheckDigit(
                                        Constraint.CheckDigit.Scheme.UNIFIED_SOCIAL_CREDIT_CODE))),
                        new Column(
                                "weight",
                                ColumnType.decimal(10, 2),
                                "总重",
                                Optional.empty(),
                                Optional.of("含货"),
                                Optional.of("t"),
                                false,
                                List.of(new Constraint.Range(Optional.of(new BigDecimal("0.10")), Optional.empty()))),
                        Column.of("at", ColumnType.TIMESTAMP).withConstraints(List.of(new Constraint.Fresh(3))),
                        Column.of("lon", ColumnType.DOUBLE),
                        Column.of("lat", ColumnType.DOUBLE)),
                List.of("id"),
                Optional.of(new TableSchema.CoordinateRegion("lon", "lat", 109.65, 20.2, 117.3, 25.5)));
    }

    static CatalogueEntry entry(String id, String access, long rows) {
        return new CatalogueEntry(
                id,
                Optional.empty(),
                about("数据集 " + id, access),
                List.of("CSV", "Parquet"),
                Optional.of(rows),
                Optional.of(rows * 10),
                Instant.parse("2026-11-01T00:00:00Z"),
                Instant.parse("2026-11-02T08:00:00.123456Z"),
                Optional.of(new VersionNumber(3)),
                Optional.of(96),
                List.of(new CatalogueEntry.QualityCheck("completeness", 97)),
                List.of(),
                Optional.of(schema()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static CatalogueEntry harvested(String id, String source, String rdf) {
        return new CatalogueEntry(
                id,
                Optional.of(source),
                about("外部 " + id, "PUBLIC"),
                List.of("CSV"),
                Optional.empty(),
                Optional.empty(),
                Instant.parse("2026-11-01T00:00:00Z"),
                Instant.parse("2026-11-01T00:00:00Z"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(new CatalogueEntry.DistributionLink(
                        "CSV", "CSV", Optional.of("https://example.org/a"), Optional.empty())),
                Optional.empty(),
                Optional.of("https://example.org/" + id),
                Optional.of("https://example.org/id/" + id),
                Optional.of(rdf));
    }

    /** A run that published ten rows of the dataset {@code gates}. */
    static RunResult published(int version) {
        TableResult table = new TableResult(
                "", new DatasetId("gates"), RunOutcome.PUBLISHED, Optional.of(new VersionNumber(version)), 10, 0, 10);
        return new RunResult(
                RunOutcome.PUBLISHED,
                Optional.empty(),
                10,
                0,
                10,
                1,
                Optional.empty(),
                Optional.empty(),
                List.of(table),
                List.of());
    }

    static RunResult result(RunOutcome outcome, Optional<String> position) {
        return new RunResult(
                outcome,
                Optional.empty(),
                10,
                1,
                9,
                1000,
                position.map(known -> "digest of " + known),
                position,
                List.of(),
                List.of());
    }
}
