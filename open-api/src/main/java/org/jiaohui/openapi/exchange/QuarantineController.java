package org.jiaohui.openapi.exchange;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.Quarantine;
import org.jiaohui.exchange.drift.Hold;
import org.jiaohui.exchange.drift.Holding;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.mend.Mending;
import org.jiaohui.exchange.mend.Repair;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.TableResult;
import org.jiaohui.exchange.source.SpooledFile;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Refused rows: downloading them, sending them back mended, and checking them again. */
@RestController
@RequestMapping("/api/v1/runs/{id}/quarantine")
@Tag(name = "runs", description = "交换运行 / Exchange runs")
final class QuarantineController {
    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");
    private static final MediaType XLSX =
            MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final RunLedger ledger;
    private final Quarantine quarantine;
    private final Repair repair;
    private final Holding holding;
    private final Path uploads;

    QuarantineController(
            RunLedger ledger, Quarantine quarantine, Repair repair, Holding holding, UploadFolder uploads) {
        this.ledger = ledger;
        this.quarantine = quarantine;
        this.repair = repair;
        this.holding = holding;
        this.uploads = uploads.folder();
    }

    @GetMapping
    @Operation(summary = "下载被拒绝的行（需要管理员密钥）/ Refused rows as CSV or XLSX (needs the administrator key)")
    ResponseEntity<StreamingResponseBody> download(
            @PathVariable String id, @RequestParam Optional<String> dataset, @RequestParam Optional<String> format) {
        ExchangeRun run = run(id);
        if (format.filter(text -> !text.isEmpty()).isEmpty()) {
            return list(run, dataset);
        }
        Quarantine.Form form = switch (format.get()) {
            case "csv" -> Quarantine.Form.CSV;
            case "xlsx" -> Quarantine.Form.XLSX;
            default ->
                throw new ExchangeException(
                        ErrorCode.BAD_REQUEST,
                        "format 只能是 csv 或 xlsx / format is csv or xlsx, got \"" + format.get() + "\"");
        };
        DatasetId table = downloaded(run, dataset);
        return ResponseEntity.ok()
                .contentType(form == Quarantine.Form.CSV ? CSV : XLSX)
                .header("Cache-Control", "no-store")
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"quarantine-" + table + "-" + run.id() + "." + format.get() + "\"")
                .body(out -> quarantine.export(run.id(), table, form, out));
    }

    /** All tables behind each other, with the reasons and the rows' text. */
    private ResponseEntity<StreamingResponseBody> list(ExchangeRun run, Optional<String> dataset) {
        boolean all = dataset.filter(name -> !name.isEmpty()).isEmpty()
                && !refusing(run).isEmpty();
        List<DatasetId> tables =
                all ? refusing(run).stream().map(TableResult::dataset).toList() : List.of(downloaded(run, dataset));
        return ResponseEntity.ok()
                .contentType(CSV)
                .header("Cache-Control", "no-store")
                .header("Content-Disposition", "attachment; filename=\"quarantine-" + run.id() + ".csv\"")
                .body(out -> {
                    boolean header = true;
                    for (DatasetId table : tables) {
                        quarantine.copy(run.id(), table, out, header);
                        header = false;
                    }
                });
    }

    @PostMapping(path = "/mended", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "上传修好的行 / Send refused rows back, mended")
    ResponseEntity<RunView> mended(
            @PathVariable String id, @RequestParam Optional<String> dataset, @RequestPart MultipartFile file)
            throws IOException {
        ExchangeRun run = published(id);
        DatasetId table = table(run, dataset);
        RunId mending = RunId.create();
        Path part = Files.createTempFile(uploads, "mended", ".part");
        try {
            SpooledFile spooled = spooled(file, part);
            holding.deliveries().keep(mending, List.of(spooled));
            Hold.HeldFile kept =
                    new Hold.HeldFile(spooled.name(), spooled.mediaType(), spooled.bytes(), spooled.sha256());
            return accepted(repair.mendings().enqueue(mending, new Mending(run.id(), table, Optional.of(kept))));
        } finally {
            Files.deleteIfExists(part);
        }
    }

    @PostMapping("/replay")
    @Operation(summary = "用现行规则重新检查被拒绝的行 / Check refused rows again with the present rules")
    ResponseEntity<RunView> replay(@PathVariable String id, @RequestParam Optional<String> dataset) {
        ExchangeRun run = published(id);
        return accepted(repair.mendings()
                .enqueue(RunId.create(), new Mending(run.id(), table(run, dataset), Optional.empty())));
    }

    private static SpooledFile spooled(MultipartFile file, Path to) throws IOException {
        String sent = Optional.ofNullable(file.getOriginalFilename()).orElse("mended");
        String name = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1)
                .replaceAll("\\p{Cntrl}", "");
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(file.getInputStream(), digest)) {
            long bytes = Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
            return new SpooledFile(
                    to,
                    name.isBlank() ? "mended" : name,
                    Optional.ofNullable(file.getContentType()),
                    bytes,
                    HexFormat.of().formatHex(digest.digest()));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    private static List<TableResult> refusing(ExchangeRun run) {
        return run.tables().stream().filter(table -> table.refused() > 0).toList();
    }

    /** The table that is meant: named, or the only one with refused rows. */
    private static DatasetId table(ExchangeRun run, Optional<String> dataset) {
        List<DatasetId> tables =
                refusing(run).stream().map(TableResult::dataset).toList();
        Optional<String> wanted = dataset.filter(text -> !text.isEmpty());
        if (tables.isEmpty()) {
            throw new ExchangeException(
                    ErrorCode.CONFLICT, "运行 " + run.id() + " 没有拒绝任何行 / the run " + run.id() + " refused no rows");
        }
        if (wanted.isEmpty() && tables.size() > 1) {
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST,
                    "几个表都有被拒绝的行，请用 dataset= 指明 / several tables have refused rows, name one with dataset=: " + tables);
        }
        return tables.stream()
                .filter(table ->
                        wanted.filter(name -> !name.equals(table.value())).isEmpty())
                .findFirst()
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_DATASET,
                        "运行 " + run.id() + " 在 " + wanted.orElse("") + " 中没有拒绝行 / the run " + run.id()
                                + " refused no rows of \"" + wanted.orElse("") + "\", only of " + tables));
    }

    /** The table that is meant; of a run that refused nothing its first one, or the one of its task: a file with a header is what is asked for. */
    private static DatasetId downloaded(ExchangeRun run, Optional<String> dataset) {
        return refusing(run).isEmpty()
                ? run.tables().stream()
                        .map(TableResult::dataset)
                        .filter(table -> dataset.filter(name -> !name.equals(table.value()))
                                .isEmpty())
                        .findFirst()
                        .orElseGet(() -> DatasetId.of(run.task().value()))
                : table(run, dataset);
    }

    /** Of a run that published nothing the rest of the rows is not there to merge with. */
    private ExchangeRun published(String id) {
        ExchangeRun run = run(id);
        boolean published = run.outcome().filter(RunOutcome.PUBLISHED::equals).isPresent();
        if (!published && run.mends().isPresent()) {
            throw new ExchangeException(
                    ErrorCode.CONFLICT,
                    "运行 %1$s 没有发布，它要修的行仍在运行 %2$s 的隔离区，请在那里处理 / the run %1$s published nothing; the rows that it was to mend lie in the quarantine of the run %2$s: mend them there"
                            .formatted(run.id(), run.mends().get()));
        }
        if (!published) {
            throw new ExchangeException(
                    ErrorCode.CONFLICT,
                    "运行 %1$s 没有发布（%2$s），修好的行无处合并；请改正来源后重新运行 / the run %1$s published nothing (%2$s), so there is nothing to merge rows into; correct the source and run again"
                            .formatted(
                                    run.id(),
                                    run.outcome()
                                            .map(RunOutcome::label)
                                            .orElse(run.status().name())));
        }
        return run;
    }

    private ExchangeRun run(String id) {
        try {
            return ledger.find(new RunId(id)).orElseThrow(() -> unknown(id));
        } catch (IllegalArgumentException malformed) {
            throw unknown(id);
        }
    }

    private static ExchangeException unknown(String id) {
        return new ExchangeException(ErrorCode.UNKNOWN_RUN, "没有这次运行 / no run \"" + id + "\"");
    }

    private static ResponseEntity<RunView> accepted(ExchangeRun run) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/runs/" + run.id()))
                .body(RunView.of(run));
    }
}
