package org.jiaohui.openapi.receipt;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.receipt.Receipt;
import org.jiaohui.exchange.receipt.ReceiptBook;
import org.jiaohui.exchange.receipt.ReceiptCheck;
import org.jiaohui.exchange.receipt.ReceiptDraft;
import org.jiaohui.exchange.receipt.ReceiptKeys;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.run.TaskRegister;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Receipts of runs and tasks, and the keys to check them with. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "receipts", description = "回执 / Receipts")
final class ReceiptController {
    private static final int PAGE = 500;

    private final ReceiptBook book;
    private final ReceiptKeys keys;
    private final RunLedger runs;
    private final TaskRegister tasks;

    ReceiptController(ReceiptBook book, ReceiptKeys keys, RunLedger runs, TaskRegister tasks) {
        this.book = book;
        this.keys = keys;
        this.runs = runs;
        this.tasks = tasks;
    }

    /**
     * What the server finds when it checks the receipt of a run and its link to the one before.
     *
     * @param faults why it does not hold, Chinese first
     */
    record CheckView(
            boolean verified,
            String task,
            long sequence,
            String digest,
            String signatureAlgorithm,
            String keyId,
            List<String> faults) {}

    @GetMapping("/runs/{id}/receipt")
    @Operation(summary = "运行的回执，逐字节如签名时 / The receipt of a run, byte for byte as it was signed")
    ResponseEntity<byte[]> ofRun(@PathVariable String id) {
        Receipt receipt = receipt(id);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"receipt-" + receipt.subject() + ".json\"")
                .body(receipt.bytes());
    }

    @GetMapping("/runs/{id}/receipt/check")
    @Operation(summary = "由服务器验证回执 / The server's own check of the receipt")
    CheckView check(@PathVariable String id) {
        Receipt receipt = receipt(id);
        ReceiptCheck check = new ReceiptCheck(keys, Math.max(1, receipt.sequence() - 1));
        if (receipt.sequence() > 1) {
            book.list(receipt.chain(), receipt.sequence() - 1, receipt.sequence() - 1, 1)
                    .forEach(before -> check.take("no. " + before.sequence(), before.bytes()));
        }
        check.take("no. " + receipt.sequence(), receipt.bytes());
        ReceiptCheck.Report report = check.conclude(OptionalLong.of(receipt.sequence()));
        return new CheckView(
                report.holds(),
                receipt.chain(),
                receipt.sequence(),
                receipt.digest(keys),
                receipt.algorithm().label(),
                receipt.keyId(),
                report.faults().stream().map(ReceiptCheck.Fault::message).toList());
    }

    @GetMapping("/tasks/{id}/receipts")
    @Operation(summary = "任务的回执链：每行一张，或 zip / The chain of a task's receipts: one a line, or a zip")
    ResponseEntity<StreamingResponseBody> ofTask(
            @PathVariable String id,
            @RequestParam(defaultValue = "1") long from,
            @RequestParam(defaultValue = "9007199254740991") long to,
            @RequestParam(defaultValue = "jsonl") String format) {
        String chain = task(id).value();
        if (from < 1 || to < from) {
            throw new ExchangeException(ErrorCode.BAD_REQUEST, "1 ≤ from ≤ to; got from=" + from + " to=" + to);
        }
        return switch (format) {
            case "jsonl" ->
                file("application/x-ndjson", "receipts-" + chain + ".jsonl", out -> lines(chain, from, to, out));
            case "zip" -> file("application/zip", "receipts-" + chain + ".zip", out -> zip(chain, from, to, out));
            default ->
                throw new ExchangeException(
                        ErrorCode.BAD_REQUEST, "format 只能是 jsonl 或 zip / is jsonl or zip, got \"" + format + "\"");
        };
    }

    @GetMapping("/tasks/{id}/receipts/head")
    @Operation(summary = "签名的链尾声明 / A signed statement where the chain ends now")
    ResponseEntity<byte[]> head(@PathVariable String id) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(book.stateHead(task(id).value()).bytes());
    }

    @GetMapping("/receipts/key")
    @Operation(summary = "验证回执的公钥（PEM），现用的在前 / Public keys (PEM) to check receipts with, the current one first")
    ResponseEntity<String> key() {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/x-pem-file"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"receipts.pem\"")
                .body(String.join("", book.publicKeys()));
    }

    private void lines(String chain, long from, long to, OutputStream out) throws IOException {
        long next = from;
        List<Receipt> page;
        do {
            page = book.list(chain, next, to, PAGE);
            for (Receipt receipt : page) {
                out.write(receipt.bytes());
                out.write('\n');
                next = receipt.sequence() + 1;
            }
        } while (page.size() == PAGE);
    }

    private void zip(String chain, long from, long to, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        long next = from;
        List<Receipt> page;
        do {
            page = book.list(chain, next, to, PAGE);
            for (Receipt receipt : page) {
                zip.putNextEntry(new ZipEntry("%08d-%s.json".formatted(receipt.sequence(), receipt.subject())));
                zip.write(receipt.bytes());
                zip.closeEntry();
                next = receipt.sequence() + 1;
            }
        } while (page.size() == PAGE);
        zip.finish();
    }

    private static ResponseEntity<StreamingResponseBody> file(String type, String name, StreamingResponseBody body) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(type))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .body(body);
    }

    private TaskId task(String id) {
        try {
            TaskId task = new TaskId(id);
            if (tasks.find(task).isPresent()) {
                return task;
            }
        } catch (IllegalArgumentException malformed) {
            // No task has such an id.
        }
        throw new ExchangeException(ErrorCode.UNKNOWN_TASK, "没有任务 / there is no task \"" + id + "\"");
    }

    private Receipt receipt(String id) {
        RunId run;
        try {
            run = new RunId(id);
        } catch (IllegalArgumentException malformed) {
            throw new ExchangeException(ErrorCode.UNKNOWN_RUN, "没有这次运行 / no run \"" + id + "\"", malformed);
        }
        return book.find(ReceiptDraft.Kind.RUN, run.value()).orElseThrow(() -> missing(run));
    }

    private ExchangeException missing(RunId run) {
        return runs.find(run).isPresent()
                ? new ExchangeException(
                        ErrorCode.UNKNOWN_RECEIPT,
                        "运行还没有结束，或结束于有回执之前 / the run has not ended yet, or ended before there were receipts: " + run)
                : new ExchangeException(ErrorCode.UNKNOWN_RUN, "没有这次运行 / no run \"" + run + "\"");
    }
}
