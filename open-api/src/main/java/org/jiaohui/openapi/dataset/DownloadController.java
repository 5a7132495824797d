package org.jiaohui.openapi.dataset;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Downloads;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.openapi.problem.Problems;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** Files of a version. */
@RestController
@Tag(name = "datasets", description = "数据集 / Datasets")
final class DownloadController {
    private final OwnEntries entries;
    private final DatasetStore store;
    private final Downloads downloads;
    private final Offers offers;

    DownloadController(OwnEntries entries, DatasetStore store, Downloads downloads, Offers offers) {
        this.entries = entries;
        this.store = store;
        this.downloads = downloads;
        this.offers = offers;
    }

    @RequestMapping(
            path = "/api/v1/datasets/{id}/download/{format}",
            method = {RequestMethod.GET, RequestMethod.HEAD})
    @Operation(summary = "下载 / Download a version as csv, parquet, json, xlsx, geojson or as it came")
    @Problems({
        ErrorCode.UNAUTHENTICATED,
        ErrorCode.NOT_ACCEPTABLE,
        ErrorCode.PRECONDITION_FAILED,
        ErrorCode.OBJECT_STORE_UNAVAILABLE,
        ErrorCode.DISK_FULL
    })
    ResponseEntity<Resource> download(
            @PathVariable String id,
            @PathVariable String format,
            @RequestParam Optional<String> version,
            ServletWebRequest request) {
        CatalogueEntry entry = entries.getOwn(id, request.getRequest());
        VersionNumber number = version.map(VersionNumber::parse)
                .or(entry::version)
                .orElseThrow(() ->
                        new ExchangeException(ErrorCode.UNKNOWN_VERSION, "尚无版本 / \"" + id + "\" has no version yet"));
        DatasetVersion wanted = store.find(DatasetId.of(id), number)
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_VERSION, "没有版本 " + number + " / \"" + id + "\" has no version " + number));
        boolean keyed = format.equals(Offers.ORIGINAL) && offers.holdsMore(wanted);
        if (keyed && !offers.mayHave(wanted, format, request.getRequest())) {
            throw new ExchangeException(
                    ErrorCode.UNAUTHENTICATED,
                    "原始文件含有未发布的内容（被拒绝的行、未读入的列或未开放的表），可能涉及个人信息，需要管理员密钥；其他格式可自由下载 / the file as it was delivered"
                            + " holds what is not published (refused rows, columns left out, tables that are not open), which may tell of persons: it needs"
                            + " the administrator key; the other formats are free");
        }
        Downloads.ReadyDownload file = downloads.open(wanted, format);
        HttpHeaders headers = new HttpHeaders();
        headers.set("X-Dataset-Version", number.toString());
        return FileAnswer.of(
                file,
                keyed || !entry.open()
                        ? "no-store"
                        : version.isPresent() ? "public, max-age=31536000, immutable" : "no-cache",
                headers,
                request);
    }
}
