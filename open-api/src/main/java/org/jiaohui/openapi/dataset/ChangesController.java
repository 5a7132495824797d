package org.jiaohui.openapi.dataset;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.dataset.DatasetChanges;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.Downloads;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.openapi.problem.Problems;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** What became of a dataset's rows between two versions. */
@RestController
@Tag(name = "datasets", description = "数据集 / Datasets")
final class ChangesController {
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
        ErrorCode.QUERY_TIMED_OUT,
        ErrorCode.OBJECT_STORE_UNAVAILABLE,
        ErrorCode.DISK_FULL
    })
    ResponseEntity<?> changes(
            @PathVariable String id,
            @RequestParam String since,
            @RequestParam Optional<String> to,
            @RequestParam(defaultValue = "json") String format,
            @RequestParam(defaultValue = "false") boolean old,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam Optional<String> cursor,
            ServletWebRequest request) {
        CatalogueEntry entry = entries.getOwn(id);
        DatasetId dataset = DatasetId.of(id);
        VersionNumber from = VersionNumber.parse(since);
        Optional<VersionNumber> until = to.map(VersionNumber::parse);
        if (format.equals("json")) {
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                    .body(ChangesView.of(
                            changes.page(dataset, new DatasetChanges.ChangeQuery(from, until, limit, cursor)), old));
        }
        VersionNumber newest = until.or(entry::version)
                .orElseThrow(() ->
                        new ExchangeException(ErrorCode.UNKNOWN_VERSION, "尚无版本 / \"" + id + "\" has no version yet"));
        return file(changes.file(dataset, from, newest, format), until.isPresent(), request);
    }

    private static ResponseEntity<?> file(Downloads.ReadyDownload file, boolean pinned, ServletWebRequest request) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentDisposition(ContentDisposition.attachment()
                .filename(file.fileName(), StandardCharsets.UTF_8)
                .build());
        headers.set(
                "Repr-Digest",
                "sha-256=:" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(file.sha256())) + ":");
        headers.setCacheControl(pinned ? "public, max-age=31536000, immutable" : "no-cache");
        headers.setETag("\"" + file.sha256() + "\"");
        if (request.checkNotModified("\"" + file.sha256() + "\"")) {
            return ResponseEntity.status(304).headers(headers).build();
        }
        if (!DownloadController.satisfiable(request.getHeader(HttpHeaders.RANGE), file.bytes())) {
            return ResponseEntity.status(416)
                    .header(HttpHeaders.CONTENT_RANGE, "bytes */" + file.bytes())
                    .build();
        }
        return ResponseEntity.ok()
                .headers(headers)
                .contentType(MediaType.parseMediaType(file.mediaType()))
                .body(new FileSystemResource(file.file()));
    }
}
