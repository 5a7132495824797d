package org.jiaohui.openapi.exchange;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.removal.Removals;
import org.jiaohui.exchange.revision.Precondition;
import org.jiaohui.exchange.revision.Revision;
import org.jiaohui.exchange.source.ConnectorCatalogue;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.source.SourceRegister;
import org.jiaohui.openapi.problem.Problems;
import org.jiaohui.openapi.problem.Required;
import org.jiaohui.openapi.revision.EntityTags;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The register of sources and the connectors that reach them. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "sources", description = "数据源与连接器 / Sources and connectors")
final class SourceController {
    private final SourceRegister register;
    private final ConnectorCatalogue connectors;
    private final Removals removals;

    SourceController(SourceRegister register, ConnectorCatalogue connectors, Removals removals) {
        this.removals = removals;
        this.register = register;
        this.connectors = connectors;
    }

    record FormatBody(
            Optional<String> format,
            Optional<String> encoding,
            Optional<String> delimiter,
            Optional<String> recordSeparator,
            Optional<String> quote,
            Optional<Boolean> header,
            Optional<Integer> headerRow,
            Optional<String> table,
            Optional<String> rowsPath,
            @Nullable List<FormatOptions.ColumnPath> columnPaths) {
        FormatOptions options() {
            encoding.filter(name -> !isCharset(name)).ifPresent(name -> {
                throw wrong("encoding", name, "UTF-8、GB18030、Big5 等字符编码名 / the name of a character encoding");
            });
            delimiter.filter(sign -> sign.length() != 1 && !sign.equals("\\t")).ifPresent(sign -> {
                throw wrong("delimiter", sign, "一个字符 / one character");
            });
            headerRow.filter(line -> line < 1).ifPresent(line -> {
                throw wrong("headerRow", line.toString(), "从 1 起的行号 / a line number from 1");
            });
            return new FormatOptions(
                    format,
                    encoding,
                    delimiter,
                    recordSeparator,
                    quote,
                    header,
                    headerRow,
                    table,
                    rowsPath,
                    columnPaths == null ? List.of() : columnPaths);
        }
    }

    private static boolean isCharset(String name) {
        try {
            return Charset.isSupported(name);
        } catch (IllegalCharsetNameException odd) {
            return false;
        }
    }

    private static ExchangeException wrong(String field, String value, String wanted) {
        return new ExchangeException(
                        ErrorCode.BAD_REQUEST,
                        "format.%1$s 不能是 \"%2$s\"，应为 / cannot be that, it is: %3$s".formatted(field, value, wanted))
                .about("format." + field);
    }

    record SourceBody(
            String id,
            String connector,
            Optional<String> title,
            @Nullable Map<String, String> settings,
            @Nullable FormatBody format) {
        SourceBody {
            Required.field(id, "id");
            Required.field(connector, "connector");
        }
    }

    record SourceView(
            String id,
            String connector,
            String title,
            Map<String, String> settings,
            FormatOptions format,
            @Nullable Instant createdAt) {}

    record ConnectorView(String type, String title, String titleEn, Map<String, Object> schema) {}

    @GetMapping("/connectors")
    @Operation(summary = "连接器及其设置 / Connectors with the JSON Schema of their settings")
    Map<String, List<ConnectorView>> connectors() {
        return Map.of(
                "connectors",
                connectors.descriptions().stream()
                        .map(known -> new ConnectorView(
                                known.type(), known.title(), known.titleEn(), connectors.jsonSchema(known.type())))
                        .toList());
    }

    @GetMapping("/sources")
    @Operation(summary = "数据源列表 / Sources; secrets are never shown")
    Map<String, List<SourceView>> list() {
        return Map.of(
                "sources",
                register.list().stream()
                        .map(known -> view(known.source(), known.createdAt()))
                        .toList());
    }

    @GetMapping("/sources/{id}")
    @Operation(summary = "一个数据源，带 ETag / One source with its ETag; secrets are never shown")
    ResponseEntity<SourceView> one(@PathVariable String id) {
        return register.list().stream()
                .filter(known -> known.source().id().value().equals(id))
                .findFirst()
                .map(known -> ResponseEntity.ok()
                        .eTag(EntityTags.of(known.revision()))
                        .body(view(known.source(), known.createdAt())))
                .orElseThrow(
                        () -> new ExchangeException(ErrorCode.UNKNOWN_SOURCE, "没有这个数据源 / no source \"" + id + "\""));
    }

    @PostMapping("/sources")
    @Operation(
            summary = "登记或更新数据源 / Create or replace a source",
            description =
                    "If-Match 带读到的 ETag：别人先保存过就不覆盖（412）/ with the ETag that was read as If-Match, what somebody else has saved meanwhile is not replaced (412)")
    @Problems(ErrorCode.PRECONDITION_FAILED)
    ResponseEntity<SourceView> save(
            @RequestBody SourceBody body,
            @RequestHeader(name = HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH) Optional<String> ifNoneMatch) {
        return saved(HttpStatus.CREATED, body, EntityTags.precondition(ifMatch, ifNoneMatch));
    }

    @PutMapping("/sources/{id}")
    @Operation(summary = "更新或登记数据源 / Replace or create a source")
    @Problems(ErrorCode.PRECONDITION_FAILED)
    ResponseEntity<SourceView> put(
            @PathVariable String id,
            @RequestBody SourceBody body,
            @RequestHeader(name = HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH) Optional<String> ifNoneMatch) {
        Required.same(id, body.id());
        return saved(HttpStatus.OK, body, EntityTags.precondition(ifMatch, ifNoneMatch));
    }

    @DeleteMapping("/sources/{id}")
    @Operation(summary = "删除数据源及其口令；仍有任务读取时拒绝 / Remove a source with its secrets; refused while tasks read it")
    @Problems({ErrorCode.CONFLICT, ErrorCode.PRECONDITION_FAILED})
    RemovedView remove(@PathVariable String id, @RequestHeader(name = HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
        SourceId source = Required.known(ErrorCode.UNKNOWN_SOURCE, id, SourceId::new);
        return RemovedView.of(id, removals.source(source, EntityTags.precondition(ifMatch, Optional.empty())));
    }

    private ResponseEntity<SourceView> saved(HttpStatus status, SourceBody body, Precondition expected) {
        Source source = new Source(
                Required.form("id", () -> new SourceId(body.id())),
                body.title().orElse(body.id()),
                body.connector(),
                body.settings() == null ? Map.of() : body.settings(),
                body.format() == null ? FormatOptions.DETECT : body.format().options());
        connectors.validate(source);
        Revision revision = register.save(source, connectors.secretSettings(source.connector()), expected);
        return ResponseEntity.status(status)
                .eTag(EntityTags.of(revision))
                .body(one(source.id().value()).getBody());
    }

    private static SourceView view(Source source, Instant createdAt) {
        return new SourceView(
                source.id().value(), source.connector(), source.title(), source.settings(), source.format(), createdAt);
    }
}
