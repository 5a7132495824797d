package org.jiaohui.openapi.dataset;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.CatalogueGraph;
import org.jiaohui.exchange.catalogue.CatalogueSearch;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetQueries;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Downloads;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.openapi.access.KnownTasks;
import org.jiaohui.openapi.access.Reader;
import org.jiaohui.openapi.problem.Problems;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Finding and describing datasets, and reading their rows. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "datasets", description = "数据集 / Datasets")
final class DatasetController {
    private static final int MOST_RESULTS = 10_000;
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

    private final CatalogueSearch search;
    private final CatalogueEntries entries;
    private final OwnEntries own;
    private final CatalogueGraph graph;
    private final DatasetStore store;
    private final DatasetQueries queries;
    private final Downloads downloads;
    private final Offers offers;
    private final RunLedger ledger;
    private final SoftwareVersion software;
    private final KnownTasks known;

    DatasetController(
            CatalogueSearch search,
            CatalogueEntries entries,
            OwnEntries own,
            CatalogueGraph graph,
            DatasetStore store,
            DatasetQueries queries,
            Downloads downloads,
            Offers offers,
            RunLedger ledger,
            SoftwareVersion software,
            KnownTasks known) {
        this.known = known;
        this.search = search;
        this.entries = entries;
        this.own = own;
        this.graph = graph;
        this.store = store;
        this.queries = queries;
        this.downloads = downloads;
        this.offers = offers;
        this.ledger = ledger;
        this.software = software;
    }

    @GetMapping(path = "/datasets", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "查找数据集 / Find datasets")
    @Problems(ErrorCode.SEARCH_UNAVAILABLE)
    DatasetViews.Page find(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") List<String> publisher,
            @RequestParam(defaultValue = "") List<String> theme,
            @RequestParam(defaultValue = "") List<String> format,
            @RequestParam(defaultValue = "") List<String> region,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int size) {
        if (page < 1 || size < 1 || size > 100 || (long) page * size > MOST_RESULTS) {
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST,
                    "page 从 1 起，size 为 1–100，page × size 不超过 10000，请缩小范围 / page counts from 1, size is 1-100 and page × size at most 10,000; got page="
                            + page + " size=" + size);
        }
        String order = sort.isEmpty() ? (q.isBlank() ? "modified" : "relevance") : sort;
        if (!List.of("relevance", "modified", "title", "rows", "quality").contains(order)) {
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST,
                    "未知排序 \"" + sort + "\" / unknown sort; use relevance, modified, title, rows or quality");
        }
        Map<String, List<String>> filters = new HashMap<>();
        filters.put("publisher", publisher);
        filters.put("theme", theme);
        filters.put("format", format);
        filters.put("region", region);
        filters.values().removeIf(List::isEmpty);
        String text = q.length() > 200 ? q.substring(0, 200) : q;
        return DatasetViews.page(
                search.search(new CatalogueSearch.SearchQuery(text, filters, order, page, size)), page, size);
    }

    @GetMapping("/suggest")
    @Operation(summary = "输入提示 / Suggestions while typing")
    @Problems(ErrorCode.SEARCH_UNAVAILABLE)
    Map<String, List<String>> suggest(@RequestParam String q) {
        return Map.of("suggestions", q.isBlank() ? List.of() : search.suggest(q));
    }

    @GetMapping("/datasets/{id}")
    @Operation(summary = "数据集详情，可按 Accept 返回 DCAT / One dataset, as DCAT by Accept")
    @Problems({ErrorCode.NOT_ACCEPTABLE, ErrorCode.GRAPH_UNAVAILABLE, ErrorCode.OBJECT_STORE_UNAVAILABLE})
    ResponseEntity<?> describe(
            @PathVariable String id,
            @RequestParam Optional<String> format,
            @RequestHeader(name = "Accept", defaultValue = MediaType.APPLICATION_JSON_VALUE) String accept,
            HttpServletRequest request) {
        CatalogueEntry entry = own.getDescribed(id, request);
        boolean readable = own.mayRead(entry, request);
        Optional<String> rdf = RdfMediaType.wanted(format, accept);
        if (rdf.isPresent()) {
            Map<String, String> digests = readable ? digests(entry) : Map.of();
            // What is not for everybody is not in the graph.
            byte[] body = readable && !entry.open()
                    ? graph.describe(entry, rdf.get(), digests)
                    : graph.describe(id, rdf.get(), digests)
                            .orElseThrow(() -> new ExchangeException(
                                    ErrorCode.UNKNOWN_DATASET, "目录图中尚无此数据集 / not in the graph yet: \"" + id + "\""));
            return ResponseEntity.ok()
                    .contentType(MediaType.parseMediaType(rdf.get()))
                    .header("Vary", "Accept")
                    .body(body);
        }
        Optional<DatasetVersion> version = readable ? versionOf(entry) : Optional.empty();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header("Vary", "Accept")
                .body(DatasetViews.detail(
                        entry,
                        readable,
                        version,
                        version.map(known -> offers.list(known, request)).orElse(List.of()),
                        version.flatMap(shown -> lineage(shown, request))));
    }

    @GetMapping("/datasets/{id}/versions")
    @Operation(summary = "版本列表 / Versions, newest first")
    @Problems(ErrorCode.OBJECT_STORE_UNAVAILABLE)
    Map<String, List<DatasetViews.VersionView>> versions(@PathVariable String id, HttpServletRequest request) {
        List<DatasetVersion> versions = store.list(local(id, request));
        List<DatasetViews.VersionView> views = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            boolean changed = i + 1 < versions.size()
                    && !versions.get(i).schema().equals(versions.get(i + 1).schema());
            views.add(DatasetViews.version(versions.get(i), changed, false));
        }
        return Map.of("versions", views);
    }

    @GetMapping("/datasets/{id}/versions/{version}")
    @Operation(summary = "一个版本 / One version")
    @Problems(ErrorCode.OBJECT_STORE_UNAVAILABLE)
    DatasetViews.VersionView version(
            @PathVariable String id, @PathVariable String version, HttpServletRequest request) {
        return DatasetViews.version(version(local(id, request), version), false, true);
    }

    @GetMapping(
            path = "/datasets/{id}/schema",
            produces = {MediaType.APPLICATION_JSON_VALUE, CsvwTable.MEDIA_TYPE})
    @Operation(summary = "数据字典，也可按 Accept 以 CSVW 返回 / Columns of a version; as CSVW by Accept: application/csvm+json")
    @Problems({ErrorCode.NOT_ACCEPTABLE, ErrorCode.OBJECT_STORE_UNAVAILABLE})
    ResponseEntity<?> schema(
            @PathVariable String id,
            @RequestParam Optional<String> version,
            @RequestHeader(name = "Accept", defaultValue = MediaType.APPLICATION_JSON_VALUE) String accept,
            HttpServletRequest request) {
        Optional<CatalogueEntry> described = Optional.of(own.getDescribed(id, request))
                .filter(entry -> !entry.harvested() && !own.mayRead(entry, request));
        boolean plain = AcceptedType.of(accept, List.of(MediaType.APPLICATION_JSON_VALUE, CsvwTable.MEDIA_TYPE))
                .equals(MediaType.APPLICATION_JSON_VALUE);
        if (described.isPresent() && plain && version.isEmpty()) {
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .header("Vary", "Accept")
                    .body(Map.of(
                            "columns",
                            described.get().schema().map(ColumnView::of).orElse(List.of())));
        }
        DatasetId dataset = local(id, request);
        DatasetVersion found = version.map(number -> version(dataset, number)).orElseGet(() -> latest(dataset));
        return ResponseEntity.ok()
                .contentType(plain ? MediaType.APPLICATION_JSON : MediaType.valueOf(CsvwTable.MEDIA_TYPE))
                .header("Vary", "Accept")
                .body(
                        plain
                                ? Map.of("version", found.number().toString(), "columns", ColumnView.of(found))
                                : CsvwTable.of(found, csvAddress(found)));
    }

    private static String csvAddress(DatasetVersion version) {
        return ServletUriComponentsBuilder.fromCurrentContextPath()
                .path("/api/v1/datasets/{id}/download/csv")
                .queryParam("version", version.number().toString())
                .buildAndExpand(version.dataset().value())
                .encode()
                .toUriString();
    }

    @GetMapping("/datasets/{id}/records")
    @Operation(
            summary = "查询数据行 / Rows of a version",
            description =
                    "where 是 SQL 条件的安全子集，见 docs/records.md；加 format=csv 或 Accept: text/csv 则以一个 CSV 文件返回全部符合条件的行 / where is a safe subset of SQL conditions; format=csv or Accept: text/csv gives all matching rows as one CSV file")
    @Problems({
        ErrorCode.BAD_QUERY,
        ErrorCode.NOT_ACCEPTABLE,
        ErrorCode.QUERY_TIMED_OUT,
        ErrorCode.OBJECT_STORE_UNAVAILABLE,
        ErrorCode.DISK_FULL,
        ErrorCode.STOPPED
    })
    @Nullable
    ResponseEntity<?> records(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String select,
            @RequestParam(defaultValue = "") String where,
            @RequestParam(defaultValue = "") String group,
            @RequestParam(defaultValue = "") String order,
            @RequestParam @Parameter(schema = @Schema(type = "integer", defaultValue = "100")) Optional<Long> limit,
            @RequestParam Optional<String> cursor,
            @RequestParam Optional<String> version,
            @RequestParam @Parameter(schema = @Schema(allowableValues = {"json", "csv"})) Optional<String> format,
            @RequestHeader(name = "Accept", defaultValue = MediaType.APPLICATION_JSON_VALUE) String accept,
            HttpServletRequest request,
            HttpServletResponse response)
            throws ServletException {
        String wanted = format.orElseGet(
                () -> AcceptedType.of(accept, List.of(MediaType.APPLICATION_JSON_VALUE, RecordsCsv.MEDIA_TYPE)));
        DatasetId dataset = local(id, request);
        Optional<VersionNumber> number = version.map(VersionNumber::parse);
        return switch (wanted) {
            case "json", MediaType.APPLICATION_JSON_VALUE ->
                ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .header("Vary", "Accept")
                        .body(RecordsView.of(queries.records(
                                dataset,
                                new DatasetQueries.RecordQuery(
                                        number,
                                        select,
                                        where,
                                        group,
                                        order,
                                        (int) within(1, limit.orElse(100L), MOST_RESULTS),
                                        cursor))));
            case "csv", RecordsCsv.MEDIA_TYPE -> {
                if (cursor.isPresent()) {
                    throw new ExchangeException(
                            ErrorCode.BAD_REQUEST,
                            "CSV 一次给出全部行，没有 cursor / CSV gives all rows at once: there is no cursor");
                }
                new RecordsCsv(queries, dataset)
                        .answer(
                                new DatasetQueries.RecordQuery(
                                        number, select, where, group, order, 1, Optional.empty()),
                                within(1, limit.orElse(Long.MAX_VALUE), Long.MAX_VALUE),
                                response);
                yield null;
            }
            default ->
                throw new ExchangeException(
                        ErrorCode.NOT_ACCEPTABLE,
                        "format 只能是 json 或 csv / format is json or csv, not \"" + wanted + "\"");
        };
    }

    private static long within(long least, long limit, long most) {
        if (limit < least || limit > most) {
            String range = most == Long.MAX_VALUE ? "至少为 " + least : "为 " + least + "–" + most;
            String english = most == Long.MAX_VALUE ? "at least " + least : least + "-" + most;
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST, "limit " + range + " / limit is " + english + ", got " + limit);
        }
        return limit;
    }

    @GetMapping("/summary")
    @Operation(summary = "首页数字 / Numbers of the home page")
    SummaryView summary(HttpServletRequest request) {
        Instant today = LocalDate.now(BEIJING).atStartOfDay(BEIJING).toInstant();
        RunLedger.RunFilter filter = new RunLedger.RunFilter(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(today))
                .openOnly(!Reader.seesAll(request));
        return SummaryView.of(entries.summary(), ledger.list(filter, 1, 1).total());
    }

    /** Of the files that are there already: nothing is made for a description, and one whose store is away is still given. */
    private Map<String, String> digests(CatalogueEntry entry) {
        Map<String, String> digests = new HashMap<>();
        try {
            versionOf(entry)
                    .map(downloads::list)
                    .orElse(List.of())
                    .forEach(file -> file.sha256().ifPresent(digest -> digests.put(file.format(), digest)));
        } catch (ExchangeException away) {
            digests.clear();
        }
        return digests;
    }

    private DatasetId local(String id, HttpServletRequest request) {
        return DatasetId.of(own.getOwn(id, request).id());
    }

    private Optional<DatasetVersion> versionOf(CatalogueEntry entry) {
        return entry.harvested()
                ? Optional.empty()
                : entry.version().flatMap(number -> store.find(DatasetId.of(entry.id()), number));
    }

    private DatasetVersion latest(DatasetId dataset) {
        return store.findLatest(dataset)
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_VERSION, "尚无版本 / \"" + dataset + "\" has no version yet"));
    }

    private DatasetVersion version(DatasetId dataset, String number) {
        return store.find(dataset, VersionNumber.parse(number))
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_VERSION,
                        "没有版本 " + number + " / \"" + dataset + "\" has no version " + number));
    }

    /** A table of a delivery of several has another id than the task that brought it: the run knows. A closed task may have brought rows of an open dataset: it stays unnamed. */
    private Optional<DatasetViews.Lineage> lineage(DatasetVersion version, HttpServletRequest request) {
        Optional<ExchangeRun> run = ledger.find(version.run());
        if (run.isPresent() && !known.knows(run.get().task(), request)) {
            return Optional.empty();
        }
        return Optional.of(new DatasetViews.Lineage(
                version.run().value(),
                run.map(made -> made.task().value())
                        .orElseGet(() -> version.dataset().value()),
                run.flatMap(ExchangeRun::mends).map(RunId::value),
                software.value()));
    }
}
