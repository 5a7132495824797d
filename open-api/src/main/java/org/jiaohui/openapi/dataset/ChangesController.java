package org.jiaohui.openapi.dataset;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.dataset.DatasetChanges;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.openapi.problem.Problems;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** What became of a dataset's rows between two versions. */
@RestController
@Tag(name = "datasets", description = "数据集 / Datasets")
final class ChangesController {
    /** What Accept may name, and what {@code format} calls it; the usual one first. */
    private static final Map<String, String> FORMATS = new LinkedHashMap<>();

    static {
        FORMATS.put(MediaType.APPLICATION_JSON_VALUE, "json");
        FORMATS.put(RecordsCsv.MEDIA_TYPE, "csv");
        FORMATS.put("application/vnd.apache.parquet", "parquet");
    }

    private final OwnEntries entries;
    private final DatasetChanges changes;

    ChangesController(OwnEntries entries, DatasetChanges changes) {
        this.entries = entries;
        this.changes = changes;
    }

    @GetMapping("/api/v1/datasets/{id}/changes")
    @Operation(
            summary = "两个版本之间的变化 / Rows inserted, updated and deleted between two versions",
            description = "见 docs/records.md；csv 与 parquet 为一个文件 / see docs/records.md; csv and parquet give one file")
    @Problems({
        ErrorCode.UNKNOWN_VERSION,
        ErrorCode.NOT_ACCEPTABLE,
        ErrorCode.PRECONDITION_FAILED,
        ErrorCode.QUERY_TIMED_OUT,
        ErrorCode.OBJECT_STORE_UNAVAILABLE,
        ErrorCode.DISK_FULL
    })
    ResponseEntity<?> changes(
            @PathVariable String id,
            @RequestParam String since,
            @RequestParam Optional<String> to,
            @RequestParam @Parameter(schema = @Schema(allowableValues = {"json", "csv", "parquet"}))
                    Optional<String> format,
            @RequestParam(defaultValue = "false") boolean old,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam Optional<String> cursor,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = MediaType.APPLICATION_JSON_VALUE) String accept,
            ServletWebRequest request) {
        String wanted = format.orElseGet(() -> FORMATS.get(AcceptedType.of(accept, List.copyOf(FORMATS.keySet()))));
        CatalogueEntry entry = entries.getOwn(id, request.getRequest());
        DatasetId dataset = DatasetId.of(id);
        VersionNumber from = VersionNumber.parse(since);
        Optional<VersionNumber> until = to.map(VersionNumber::parse);
        if (wanted.equals("json")) {
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .header(HttpHeaders.CACHE_CONTROL, entry.open() ? "no-cache" : "no-store")
                    .varyBy(HttpHeaders.ACCEPT)
                    .body(ChangesView.of(
                            changes.page(dataset, new DatasetChanges.ChangeQuery(from, until, limit, cursor)), old));
        }
        VersionNumber newest = until.or(entry::version)
                .orElseThrow(() ->
                        new ExchangeException(ErrorCode.UNKNOWN_VERSION, "尚无版本 / \"" + id + "\" has no version yet"));
        HttpHeaders headers = new HttpHeaders();
        headers.setVary(List.of(HttpHeaders.ACCEPT));
        return FileAnswer.of(
                changes.file(dataset, from, newest, wanted),
                !entry.open() ? "no-store" : until.isPresent() ? "public, max-age=31536000, immutable" : "no-cache",
                headers,
                request);
    }
}
