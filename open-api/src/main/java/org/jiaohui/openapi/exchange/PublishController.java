package org.jiaohui.openapi.exchange;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.Publication;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.openapi.problem.Problems;
import org.jiaohui.openapi.problem.Required;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Publishing one file or address in one call. */
@RestController
@RequestMapping("/api/v1/publish")
@Tag(name = "tasks", description = "交换任务 / Exchange tasks")
final class PublishController {
    private final Publication publication;
    private final Path uploads;

    PublishController(Publication publication, UploadFolder uploads) {
        this.publication = publication;
        this.uploads = uploads.folder();
    }

    record PublishBody(
            String url,
            Optional<String> id,
            Optional<String> title,
            Optional<String> publisher,
            @Nullable SchemaBody schema,
            SourceController.@Nullable FormatBody format) {
        PublishBody {
            Required.field(url, "url");
        }
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "发布一个网址 / Publish what an address gives")
    @Problems({ErrorCode.SETTINGS_WRONG, ErrorCode.CONFLICT, ErrorCode.DISK_FULL})
    ResponseEntity<RunView> publishAddress(@RequestBody PublishBody body) {
        String path = Optional.ofNullable(URI.create(body.url()).getPath()).orElse("");
        String name = path.substring(path.lastIndexOf('/') + 1);
        return accepted(publication.publish(new Publication.Order(
                "http",
                Map.of("url", body.url()),
                body.format() == null ? FormatOptions.DETECT : body.format().options(),
                name.isBlank() ? "download" : name,
                body.id(),
                body.title(),
                body.publisher(),
                Optional.ofNullable(body.schema()).map(SchemaBody::toSchema))));
    }

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "发布一个文件 / Publish a file")
    @Problems({ErrorCode.SETTINGS_WRONG, ErrorCode.CONFLICT, ErrorCode.DISK_FULL})
    ResponseEntity<RunView> publishFile(
            @RequestPart MultipartFile file,
            @RequestPart(required = false) @Nullable SchemaBody schema,
            @RequestPart(required = false) SourceController.@Nullable FormatBody format,
            @RequestParam Optional<String> id,
            @RequestParam Optional<String> title,
            @RequestParam Optional<String> publisher)
            throws IOException {
        String name = safeName(Optional.ofNullable(file.getOriginalFilename()).orElse("upload"));
        DatasetId dataset = Publication.idOf(id, name);
        Path folder = uploads.resolve(dataset.value());
        Files.createDirectories(folder);
        Path target = folder.resolve(name);
        Path part = Files.createTempFile(folder, "upload", ".part");
        try (InputStream in = file.getInputStream()) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        Optional<TableSchema> declared = Optional.ofNullable(schema).map(SchemaBody::toSchema);
        return accepted(publication.publish(new Publication.Order(
                "file",
                Map.of("path", target.toString()),
                format == null ? FormatOptions.DETECT : format.options(),
                name,
                Optional.of(dataset.value()),
                title,
                publisher,
                declared)));
    }

    /** The last part of whatever path the caller sent, without control characters and dots in front. */
    private static String safeName(String sent) {
        String base = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1)
                .replaceAll("\\p{Cntrl}", "")
                .replaceAll("^\\.+", "");
        if (base.isBlank() || base.length() > 200) {
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST, "文件名不可用 / the file name cannot be used: \"" + sent + "\"");
        }
        return base;
    }

    private static ResponseEntity<RunView> accepted(ExchangeRun run) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/runs/" + run.id()))
                .body(RunView.of(run));
    }
}
