package org.jiaohui.openapi.receipt;

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
import org.jiaohui.exchange.receipt.ReceiptKeys;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** How receipts and their chains are handed out, whatever they are receipts of. */
final class ServedChains {
    private static final int PAGE = 500;

    private final ReceiptBook book;
    private final ReceiptKeys keys;

    ServedChains(ReceiptBook book, ReceiptKeys keys) {
        this.book = book;
        this.keys = keys;
    }

    static ResponseEntity<byte[]> one(Receipt receipt) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"receipt-" + receipt.subject() + ".json\"")
                .body(receipt.bytes());
    }

    ReceiptCheckView check(Receipt receipt) {
        ReceiptCheck check = new ReceiptCheck(keys, Math.max(1, receipt.sequence() - 1));
        if (receipt.sequence() > 1) {
            book.list(receipt.chain(), receipt.sequence() - 1, receipt.sequence() - 1, 1)
                    .forEach(before -> check.take("no. " + before.sequence(), before.bytes()));
        }
        check.take("no. " + receipt.sequence(), receipt.bytes());
        ReceiptCheck.Report report = check.conclude(OptionalLong.of(receipt.sequence()));
        return new ReceiptCheckView(
                report.holds(),
                receipt.chain(),
                receipt.sequence(),
                receipt.digest(keys),
                receipt.algorithm().label(),
                receipt.keyId(),
                report.faults().stream().map(ReceiptCheck.Fault::message).toList());
    }

    ResponseEntity<byte[]> head(String chain) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(book.stateHead(chain).bytes());
    }

    /** A part of a chain: one receipt a line, or a zip of files. */
    ResponseEntity<StreamingResponseBody> file(String chain, long from, long to, String format) {
        if (from < 1 || to < from) {
            throw new ExchangeException(ErrorCode.BAD_REQUEST, "1 ≤ from ≤ to; got from=" + from + " to=" + to);
        }
        String name = "receipts-" + chain.replace(':', '-');
        return switch (format) {
            case "jsonl" -> file("application/x-ndjson", name + ".jsonl", out -> lines(chain, from, to, out));
            case "zip" -> file("application/zip", name + ".zip", out -> zip(chain, from, to, out));
            default ->
                throw new ExchangeException(
                        ErrorCode.BAD_REQUEST, "format 只能是 jsonl 或 zip / is jsonl or zip, got \"" + format + "\"");
        };
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
}
