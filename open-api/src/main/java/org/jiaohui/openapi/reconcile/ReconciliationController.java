package org.jiaohui.openapi.reconcile;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.delivery.SubscriptionId;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.reconcile.Reconciler;
import org.jiaohui.exchange.reconcile.Reconciliation;
import org.jiaohui.exchange.reconcile.ReconciliationBook;
import org.jiaohui.exchange.reconcile.Retransmitter;
import org.jiaohui.exchange.reconcile.RowDifference;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.openapi.delivery.DeliveryView;
import org.jiaohui.openapi.exchange.RunView;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Statements of a task and day. */
@RestController
@RequestMapping("/api/v1/reconciliations")
@Tag(name = "reconciliations", description = "对账 / Reconciliation")
final class ReconciliationController {
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final Reconciler reconciler;
    private final ReconciliationBook book;
    private final Retransmitter retransmitter;

    ReconciliationController(Reconciler reconciler, ReconciliationBook book, Retransmitter retransmitter) {
        this.reconciler = reconciler;
        this.book = book;
        this.retransmitter = retransmitter;
    }

    record Asked(String task, Optional<String> date) {}

    record StatementPage(long total, int page, int size, List<StatementView> items) {}

    /**
     * A key that differs.
     *
     * @param subscription whose target differs; absent where source and version differ
     * @param version whose batch differs in the target
     */
    record DifferenceView(
            String dataset, Optional<String> subscription, Optional<String> version, String kind, List<String> key) {}

    /**
     * What was ordered.
     *
     * @param run reads the source again, where source and version differ
     * @param notes what is transmitted beyond the differing keys, or not at all, and why
     */
    record RetransmissionView(Optional<RunView> run, List<DeliveryView> deliveries, List<String> notes) {}

    record DifferencePage(long total, int page, int size, List<DifferenceView> items) {}

    @PostMapping
    @Operation(summary = "对账：重读来源并比较 / Reconcile: read the source again and compare")
    ResponseEntity<StatementView> reconcile(@RequestBody Asked asked) {
        LocalDate today = LocalDate.now(Reconciler.BEIJING);
        LocalDate day = asked.date().map(ReconciliationController::date).orElse(today);
        if (day.isAfter(today)) {
            throw new ExchangeException(ErrorCode.BAD_REQUEST, "日期在将来 / the date lies ahead: " + day);
        }
        StatementView made = StatementView.of(reconciler.reconcile(task(asked.task()), day));
        return ResponseEntity.created(URI.create("/api/v1/reconciliations/" + made.id()))
                .body(made);
    }

    @GetMapping
    @Operation(summary = "对账单列表，新的在前 / Statements, newest first")
    StatementPage list(
            @RequestParam Optional<String> task,
            @RequestParam Optional<String> date,
            @RequestParam Optional<String> state,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int size) {
        checkPage(page, size, 200);
        ReconciliationBook.StatementFilter filter = new ReconciliationBook.StatementFilter(
                task.filter(text -> !text.isEmpty()).map(ReconciliationController::task),
                date.filter(text -> !text.isEmpty()).map(ReconciliationController::date),
                state.filter(text -> !text.isEmpty()).map(ReconciliationController::state));
        ReconciliationBook.Page found = book.list(filter, page, size);
        return new StatementPage(
                found.total(),
                page,
                size,
                found.statements().stream().map(StatementView::of).toList());
    }

    @GetMapping("/{id}")
    @Operation(summary = "一张对账单：JSON、CSV 或 XLSX / One statement as JSON, CSV or XLSX")
    ResponseEntity<?> one(@PathVariable String id, @RequestParam(defaultValue = "json") String format) {
        Reconciliation statement = statement(id);
        return switch (format) {
            case "json" -> ResponseEntity.ok(StatementView.of(statement));
            case "csv" ->
                file(id + ".csv", "text/csv;charset=UTF-8", csv(statement).getBytes(StandardCharsets.UTF_8));
            case "xlsx" -> file(id + ".xlsx", XLSX, StatementSheet.write(StatementTable.rows(statement)));
            default ->
                throw new ExchangeException(
                        ErrorCode.BAD_REQUEST,
                        "format 只能是 json、csv、xlsx / is json, csv or xlsx, got \"" + format + "\"");
        };
    }

    @GetMapping("/{id}/differences")
    @Operation(summary = "有差异的键，分页 / The keys that differ, in pages")
    DifferencePage differences(
            @PathVariable String id,
            @RequestParam Optional<String> dataset,
            @RequestParam Optional<String> subscription,
            @RequestParam Optional<String> kind,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "100") int size) {
        checkPage(page, size, 1_000);
        statement(id);
        ReconciliationBook.DifferenceFilter filter = new ReconciliationBook.DifferenceFilter(
                dataset.filter(text -> !text.isEmpty()).map(ReconciliationController::dataset),
                subscription.filter(text -> !text.isEmpty()).map(ReconciliationController::subscription),
                kind.filter(text -> !text.isEmpty()).map(ReconciliationController::kind));
        ReconciliationBook.DifferencePage found = book.differences(id, filter, page, size);
        return new DifferencePage(
                found.total(),
                page,
                size,
                found.differences().stream()
                        .map(one -> new DifferenceView(
                                one.dataset().value(),
                                one.subscription().map(Object::toString),
                                one.version().map(Object::toString),
                                one.row().kind().label(),
                                one.row().key()))
                        .toList());
    }

    @PostMapping("/{id}/retransmit")
    @Operation(summary = "重传有差异的行：知道键的只重传这些键 / Transmit once more what differs: exactly the keys, where keys are known")
    ResponseEntity<RetransmissionView> retransmit(@PathVariable String id) {
        Retransmitter.Ordered ordered = retransmitter.retransmit(statement(id));
        return ResponseEntity.accepted()
                .body(new RetransmissionView(
                        ordered.run().map(RunView::of),
                        ordered.deliveries().stream().map(DeliveryView::of).toList(),
                        ordered.notes()));
    }

    private Reconciliation statement(String id) {
        return book.find(id)
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_RECONCILIATION, "没有这张对账单 / there is no statement \"" + id + "\""));
    }

    private static String csv(Reconciliation statement) {
        StringBuilder csv = new StringBuilder("\ufeff");
        for (List<Object> row : StatementTable.rows(statement)) {
            String comma = "";
            for (Object value : row) {
                csv.append(comma).append(quoted(value.toString()));
                comma = ",";
            }
            csv.append("\r\n");
        }
        return csv.toString();
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    private static ResponseEntity<byte[]> file(String name, String type, byte[] content) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(type))
                .header("Content-Disposition", "attachment; filename=\"reconciliation-" + name + "\"")
                .body(content);
    }

    private static void checkPage(int page, int size, int most) {
        if (page < 1 || size < 1 || size > most) {
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST, "page ≥ 1, size 1–" + most + "; got page=" + page + " size=" + size);
        }
    }

    private static TaskId task(String id) {
        try {
            return new TaskId(id);
        } catch (IllegalArgumentException malformed) {
            throw new ExchangeException(ErrorCode.UNKNOWN_TASK, "没有任务 / there is no task \"" + id + "\"", malformed);
        }
    }

    private static DatasetId dataset(String id) {
        try {
            return new DatasetId(id);
        } catch (IllegalArgumentException malformed) {
            throw new ExchangeException(
                    ErrorCode.UNKNOWN_DATASET, "没有数据集 / there is no dataset \"" + id + "\"", malformed);
        }
    }

    private static SubscriptionId subscription(String id) {
        try {
            return new SubscriptionId(id);
        } catch (IllegalArgumentException malformed) {
            throw new ExchangeException(
                    ErrorCode.UNKNOWN_SUBSCRIPTION, "没有订阅 / there is no subscription \"" + id + "\"", malformed);
        }
    }

    private static RowDifference.Kind kind(String text) {
        return Arrays.stream(RowDifference.Kind.values())
                .filter(kind -> kind.label().equals(text))
                .findFirst()
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.BAD_REQUEST,
                        "kind 只能是 onlyInSource、onlyInTarget、different / unknown kind \"" + text + "\""));
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException malformed) {
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST,
                    "date 写作 2026-11-27 / is written 2026-11-27, got \"" + text + "\"",
                    malformed);
        }
    }

    private static Reconciliation.State state(String text) {
        return Arrays.stream(Reconciliation.State.values())
                .filter(state -> state.label().equals(text))
                .findFirst()
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.BAD_REQUEST,
                        "state 只能是 balanced、unacknowledged、unknown、different / unknown state \"" + text + "\""));
    }
}
