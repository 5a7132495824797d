package org.jiaohui.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.CatalogueLog.LogEntry;
import org.jiaohui.exchange.catalogue.DatasetDescription;
import org.jiaohui.exchange.catalogue.Organization;
import org.jiaohui.exchange.catalogue.Provenance;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunInput;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;

/** Entries for tests. */
public final class Entries {
    public static final Organization HENAN =
            new Organization("11410000005184961B", "河南省交通运输厅", Optional.of("Henan Department of Transport"));
    public static final Organization SICHUAN = new Organization("SC-JT", "四川省交通运输厅", Optional.empty());

    private Entries() {}

    public static CatalogueEntry own(String id, String title, Organization publisher, String theme, String access) {
        return new CatalogueEntry(
                id,
                Optional.empty(),
                new DatasetDescription(
                        title,
                        Optional.of("English title of " + id),
                        title + "的每日汇总 <b>与</b> 说明",
                        Optional.of("Daily figures"),
                        publisher,
                        List.of(theme),
                        Optional.of(publisher.equals(HENAN) ? "410100" : "510000"),
                        List.of("开放数据", "road"),
                        "DAILY",
                        access,
                        Optional.of("https://creativecommons.org/licenses/by/4.0/")),
                List.of("csv", "parquet", "json"),
                Optional.of(1200L),
                Optional.of(4096L),
                Instant.parse("2026-01-02T03:04:05Z"),
                Instant.parse("2026-10-02T03:04:05Z"),
                Optional.of(new VersionNumber(3)),
                Optional.of(92),
                List.of(new CatalogueEntry.QualityCheck("completeness", 98)),
                List.of(),
                Optional.of(TableSchema.of(List.of(
                        Column.of("station", ColumnType.TEXT).asRequired().withTitles("站点名称", Optional.of("Station")),
                        Column.of("count", ColumnType.INTEGER)))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Provenance(
                        new RunId("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
                        new TaskId("daily"),
                        new SourceId("gates"),
                        Optional.of(Instant.parse("2026-10-02T03:03:05Z")),
                        List.of(
                                new RunInput("通行 <1>.csv", RunInput.Basis.FILE, 4096, "0f".repeat(32)),
                                new RunInput("gates", RunInput.Basis.ROWS, 1, "a0".repeat(32))),
                        Optional.of(new VersionNumber(2)))));
    }

    public static List<LogEntry> puts(long first, CatalogueEntry... entries) {
        List<LogEntry> log = new ArrayList<>();
        for (CatalogueEntry entry : entries) {
            log.add(new LogEntry(first + log.size(), Instant.EPOCH, new CatalogueChange.Put(entry)));
        }
        return log;
    }

    public static LogEntry withdraw(long sequence, String id) {
        return new LogEntry(sequence, Instant.EPOCH, new CatalogueChange.Withdraw(id));
    }
}
