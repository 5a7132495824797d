package org.jiaohui.openapi.receipt;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.receipt.Receipt;
import org.jiaohui.exchange.receipt.ReceiptBook;
import org.jiaohui.exchange.receipt.ReceiptDraft;
import org.jiaohui.exchange.receipt.ReceiptKeys;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.run.TaskRegister;
import org.jiaohui.openapi.access.KnownTasks;
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
    private final ReceiptBook book;
    private final ServedChains chains;
    private final TaskRegister tasks;
    private final KnownTasks known;

    ReceiptController(ReceiptBook book, ReceiptKeys keys, TaskRegister tasks, KnownTasks known) {
        this.book = book;
        chains = new ServedChains(book, keys);
        this.tasks = tasks;
        this.known = known;
    }

    @GetMapping("/runs/{id}/receipt")
    @Operation(summary = "运行的回执，逐字节如签名时 / The receipt of a run, byte for byte as it was signed")
    ResponseEntity<byte[]> ofRun(@PathVariable String id, HttpServletRequest request) {
        return ServedChains.one(receipt(id, request));
    }

    @GetMapping("/runs/{id}/receipt/check")
    @Operation(summary = "由服务器验证回执 / The server's own check of the receipt")
    ReceiptCheckView check(@PathVariable String id, HttpServletRequest request) {
        return chains.check(receipt(id, request));
    }

    @GetMapping("/tasks/{id}/receipts")
    @Operation(summary = "任务的回执链：每行一张，或 zip / The chain of a task's receipts: one a line, or a zip")
    ResponseEntity<StreamingResponseBody> ofTask(
            @PathVariable String id,
            @RequestParam(defaultValue = "1") long from,
            @RequestParam(defaultValue = "9007199254740991") long to,
            @RequestParam(defaultValue = "jsonl") String format,
            HttpServletRequest request) {
        return chains.file(task(id, request).value(), from, to, format);
    }

    @GetMapping("/tasks/{id}/receipts/head")
    @Operation(summary = "签名的链尾声明 / A signed statement where the chain ends now")
    ResponseEntity<byte[]> head(@PathVariable String id, HttpServletRequest request) {
        return chains.head(task(id, request).value());
    }

    @GetMapping("/receipts/key")
    @Operation(summary = "验证回执的公钥（PEM），现用的在前 / Public keys (PEM) to check receipts with, the current one first")
    ResponseEntity<String> key() {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/x-pem-file"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"receipts.pem\"")
                .body(String.join("", book.publicKeys()));
    }

    private TaskId task(String id, HttpServletRequest request) {
        try {
            TaskId task = new TaskId(id);
            if (tasks.knew(task) && known.knows(task, request)) {
                return task;
            }
        } catch (IllegalArgumentException malformed) {
            // No task has such an id.
        }
        throw new ExchangeException(ErrorCode.UNKNOWN_TASK, "没有任务 / there is no task \"" + id + "\"");
    }

    private Receipt receipt(String id, HttpServletRequest request) {
        RunId run = known.run(id, request).id();
        return book.find(ReceiptDraft.Kind.RUN, run.value())
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_RECEIPT,
                        "运行还没有结束，或结束于有回执之前 / the run has not ended yet, or ended before there were receipts: " + run));
    }
}
