package org.jiaohui.openapi.dataset;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jiaohui.exchange.dataset.Downloads;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * A file as an answer: with a strong ETag, its digest, ranges, and the conditions of RFC 9110 §13 in their order. It tells no Last-Modified, because two versions of
 * one second would share it; so dates as conditions are ignored, and a date as {@code If-Range} never matches.
 */
final class FileAnswer {
    private FileAnswer() {}

    /** @throws ExchangeException PRECONDITION_FAILED when {@code If-Match} names other files alone */
    static ResponseEntity<Resource> of(
            Downloads.ReadyDownload file, String cacheControl, HttpHeaders more, ServletWebRequest request) {
        ETag etag = new ETag(file.sha256(), false);
        if (!matches(request.getRequest().getHeaders(HttpHeaders.IF_MATCH), etag)) {
            throw new ExchangeException(
                    ErrorCode.PRECONDITION_FAILED,
                    "文件已不是 If-Match 所指的那个，现在是 " + etag.formattedTag()
                            + " / the file is not one that If-Match names; now it is " + etag.formattedTag());
        }
        HttpHeaders headers = new HttpHeaders(more);
        headers.setContentDisposition(ContentDisposition.attachment()
                .filename(file.fileName(), StandardCharsets.UTF_8)
                .build());
        headers.set(
                "Repr-Digest",
                "sha-256=:" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(file.sha256())) + ":");
        headers.setCacheControl(cacheControl);
        headers.setETag(etag.formattedTag());
        if (request.checkNotModified(etag.formattedTag())) {
            return ResponseEntity.status(304).headers(headers).build();
        }
        headers.setContentType(MediaType.parseMediaType(file.mediaType()));
        FileSystemResource whole = new FileSystemResource(file.file());
        if (!isForThisFile(request.getHeader(HttpHeaders.IF_RANGE), etag)) {
            // The framework cuts every resource by Range but a bare stream.
            headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
            headers.setContentLength(file.bytes());
            return ResponseEntity.ok().headers(headers).body(new InputStreamResource(whole));
        }
        if (!satisfiable(request.getHeader(HttpHeaders.RANGE), file.bytes())) {
            return ResponseEntity.status(416)
                    .header(HttpHeaders.CONTENT_RANGE, "bytes */" + file.bytes())
                    .build();
        }
        return ResponseEntity.ok().headers(headers).body(whole);
    }

    /** §13.1.1: no header, {@code *}, or one that is exactly this file's; a weak tag never is. */
    private static boolean matches(@Nullable Enumeration<String> headers, ETag etag) {
        List<String> named = headers == null ? List.of() : Collections.list(headers);
        return named.isEmpty()
                || ETag.parse(String.join(",", named)).stream()
                        .anyMatch(each -> each.isWildcard() || each.compare(etag, true));
    }

    /** §13.1.5: what the reader has is a part of this very file, or it does not say. */
    private static boolean isForThisFile(@Nullable String ifRange, ETag etag) {
        return ifRange == null || Objects.equals(ifRange.strip(), etag.formattedTag());
    }

    /** RFC 9110 §14.2: each of the ranges begins within the file. No header is fine. */
    private static boolean satisfiable(@Nullable String range, long bytes) {
        if (range == null) {
            return true;
        }
        try {
            return HttpRange.parseRanges(range).stream().allMatch(part -> part.getRangeStart(bytes) < bytes);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
