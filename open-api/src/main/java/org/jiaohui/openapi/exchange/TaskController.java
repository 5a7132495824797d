package org.jiaohui.openapi.exchange;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jiaohui.exchange.catalogue.Organization;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.Withdrawals;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.operation.OperationLedger;
import org.jiaohui.exchange.operation.TaskState;
import org.jiaohui.exchange.removal.Removals;
import org.jiaohui.exchange.revision.Precondition;
import org.jiaohui.exchange.revision.Revision;
import org.jiaohui.exchange.run.BackFill;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.PublishedData;
import org.jiaohui.exchange.run.Redescription;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.RunLimits;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.run.TaskRegister;
import org.jiaohui.exchange.schedule.Planning;
import org.jiaohui.exchange.source.SourceRegister;
import org.jiaohui.openapi.access.KnownTasks;
import org.jiaohui.openapi.access.Reader;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Standing orders and starting their runs. */
@RestController
@RequestMapping("/api/v1/tasks")
@Tag(name = "tasks", description = "交换任务 / Exchange tasks")
final class TaskController {
    private final TaskRegister register;
    private final RunLedger ledger;
    private final OperationLedger operation;
    private final Planning planning;
    private final Redescription redescription;
    private final SourceRegister sources;
    private final KnownTasks known;
    private final Removals removals;
    private final Withdrawals withdrawals;
    private final DatasetStore store;

    TaskController(
            TaskRegister register,
            SourceRegister sources,
            RunLedger ledger,
            OperationLedger operation,
            Planning planning,
            Redescription redescription,
            KnownTasks known,
            Removals removals,
            Withdrawals withdrawals,
            DatasetStore store) {
        this.removals = removals;
        this.withdrawals = withdrawals;
        this.store = store;
        this.known = known;
        this.redescription = redescription;
        this.sources = sources;
        this.register = register;
        this.ledger = ledger;
        this.operation = operation;
        this.planning = planning;
    }

    record TaskView(
            String id,
            String source,
            String dataset,
            String title,
            Optional<String> titleEn,
            Organization publisher,
            Optional<ScheduleBody> schedule,
            String missedRuns,
            int priority,
            Optional<RetryBody> retry,
            Optional<LimitsBody> limits,
            Optional<OperationView> operation,
            double refusedShare,
            ThresholdsBody thresholds,
            String drift,
            MergeBody merge,
            Optional<RunView> lastRun) {}

    @GetMapping
    @Operation(
            summary = "任务列表 / Tasks with their last runs",
            description = "没有密钥时只列开放数据集的任务 / without the key only the tasks of open datasets")
    Map<String, List<TaskView>> list(HttpServletRequest request) {
        boolean whole = Reader.seesAll(request);
        Map<TaskId, TaskState> states = operation.list();
        Predicate<TaskId> shown = known.tasks(request);
        return Map.of(
                "tasks",
                register.list().stream()
                        .filter(task -> shown.test(task.id()))
                        .map(task -> view(task, Optional.ofNullable(states.get(task.id())), whole, shown))
                        .toList());
    }

    @PostMapping
    @Operation(
            summary = "登记或更新任务 / Create or replace a task",
            description =
                    "If-Match 带读到的 ETag：别人先保存过就不覆盖（412）/ with the ETag that was read as If-Match, what somebody else has saved meanwhile is not replaced (412)")
    @Problems(ErrorCode.PRECONDITION_FAILED)
    ResponseEntity<TaskView> save(
            @RequestBody TaskBody body,
            @RequestHeader(name = HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH) Optional<String> ifNoneMatch) {
        return saved(HttpStatus.CREATED, body, EntityTags.precondition(ifMatch, ifNoneMatch));
    }

    @PutMapping("/{id}")
    @Operation(summary = "更新或登记任务 / Replace or create a task")
    @Problems(ErrorCode.PRECONDITION_FAILED)
    ResponseEntity<TaskView> put(
            @PathVariable String id,
            @RequestBody TaskBody body,
            @RequestHeader(name = HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH) Optional<String> ifNoneMatch) {
        Required.same(id, body.id());
        return saved(HttpStatus.OK, body, EntityTags.precondition(ifMatch, ifNoneMatch));
    }

    private ResponseEntity<TaskView> saved(HttpStatus status, TaskBody body, Precondition expected) {
        ExchangeTask task = body.toTask();
        planning.check(task);
        requireOwnDataset(task);
        requireFreshStart(task);
        Revision revision = register.save(task, redescription.of(task), expected);
        return ResponseEntity.status(status)
                .eTag(EntityTags.of(revision))
                .body(view(task, operation.find(task.id()), true, any -> true));
    }

    /** Several tasks may add to one dataset; one that replaces it would take away what the others brought, and its readers would not know whose rows they see. */
    private void requireOwnDataset(ExchangeTask task) {
        register.list().stream()
                .filter(other -> other.dataset().equals(task.dataset())
                        && !other.id().equals(task.id())
                        && (other.merge().replaces() || task.merge().replaces()))
                .findFirst()
                .ifPresent(other -> {
                    throw new ExchangeException(
                                    ErrorCode.CONFLICT,
                                    "数据集 %1$s 已由任务 %2$s 发布；两个任务只有都以 append 或 upsert 合并时才能共用一个数据集，请另写 dataset 或改 merge / the dataset %1$s is published by the task %2$s already; two tasks share one only when both merge by append or upsert: name another dataset or change merge"
                                            .formatted(task.dataset(), other.id()))
                            .about("dataset");
                });
    }

    /** Rows that were withdrawn do not come back by merging into them. */
    private void requireFreshStart(ExchangeTask task) {
        if (!task.merge().replaces()
                && withdrawals.upTo(task.dataset()).isPresent()
                && store.findLatest(task.dataset()).isEmpty()) {
            throw new ExchangeException(
                            ErrorCode.CONFLICT,
                            "数据集 %1$s 已撤下，没有可以并入的版本：请先以 replace 发布一次，再改为 append 或 upsert；或另写 dataset / the dataset %1$s was withdrawn, there is no version to merge into: publish it once by replace, then change to append or upsert; or name another dataset"
                                    .formatted(task.dataset()))
                    .about("merge");
        }
    }

    @DeleteMapping("/{id}")
    @Operation(
            summary =
                    "删除任务；dataset 必须写明：keep 保留已发布的数据，withdraw 撤下 / Remove a task; dataset says what becomes of what it published: keep or withdraw",
            description =
                    "运行、回执、对账单与版本仍可查；有运行未结束、有任务排在其后、要撤下的数据集有订阅时拒绝（409）/ runs, receipts, statements and versions stay readable; refused (409) while a run has not ended, tasks run after it, or a dataset to be withdrawn has subscriptions")
    @Problems({ErrorCode.CONFLICT, ErrorCode.PRECONDITION_FAILED})
    RemovedView remove(
            @PathVariable String id,
            @RequestParam @Parameter(schema = @Schema(allowableValues = {"keep", "withdraw"})) String dataset,
            @RequestHeader(name = HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
        TaskId task = Required.known(ErrorCode.UNKNOWN_TASK, id, TaskId::new);
        PublishedData data = switch (dataset) {
            case "keep" -> PublishedData.KEEP;
            case "withdraw" -> PublishedData.WITHDRAW;
            default ->
                throw new ExchangeException(
                        ErrorCode.BAD_REQUEST,
                        "dataset 只能是 keep（保留）或 withdraw（撤下） / is keep or withdraw, got \"" + dataset + "\"");
        };
        return RemovedView.of(id, removals.task(task, data, EntityTags.precondition(ifMatch, Optional.empty())));
    }

    @GetMapping("/{id}")
    @Operation(summary = "任务的全部定义，带 ETag，可修改后再提交 / All that a task says with its ETag, to be changed and sent again")
    ResponseEntity<TaskBody> one(@PathVariable String id) {
        // Before the definition: a tag that is too old is refused, one that is too new would let a change go under.
        Optional<Revision> revision = register.revision(new TaskId(id));
        TaskBody body = TaskBody.of(task(id));
        return ResponseEntity.ok()
                .eTag(revision.map(EntityTags::of).orElse(null))
                .body(body);
    }

    @PostMapping("/{id}/pause")
    @Operation(summary = "暂停：不再自行运行 / Nothing starts by itself any more")
    TaskView pause(@PathVariable String id) {
        ExchangeTask task = task(id);
        operation.pause(task.id());
        return view(task, operation.find(task.id()), true, any -> true);
    }

    @PostMapping("/{id}/resume")
    @Operation(summary = "恢复：从现在起重新安排 / Planned anew from now on")
    TaskView resume(@PathVariable String id) {
        ExchangeTask task = task(id);
        operation.resume(task.id());
        return view(task, operation.find(task.id()), true, any -> true);
    }

    private ExchangeTask task(String id) {
        return register.find(new TaskId(id))
                .orElseThrow(() -> new ExchangeException(ErrorCode.UNKNOWN_TASK, "没有这个任务 / no task \"" + id + "\""));
    }

    @PostMapping("/{id}/runs")
    @Operation(
            summary = "立即运行，或重读一个时间窗 / Run now, or read a window once more",
            description =
                    "from（含）与 to（不含）只用于按水位读取的任务，见 docs/api.md / from and to are for tasks that are read by a watermark, see docs/api.md")
    ResponseEntity<RunView> run(@PathVariable String id, @RequestBody(required = false) @Nullable WindowBody window) {
        ExchangeTask task = task(id);
        Optional<BackFill> backFill = Optional.ofNullable(window).flatMap(WindowBody::toBackFill);
        backFill.ifPresent(asked -> sources.find(task.source()).ifPresent(asked::check));
        ExchangeRun run =
                backFill.map(asked -> ledger.enqueue(task.id(), asked)).orElseGet(() -> ledger.enqueue(task.id()));
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/runs/" + run.id()))
                .body(RunView.of(run));
    }

    /**
     * @param whole whether the reader may see values out of refused rows and which inner systems there are
     * @param shown of which other tasks the reader may know
     */
    private TaskView view(ExchangeTask task, Optional<TaskState> state, boolean whole, Predicate<TaskId> shown) {
        RunLedger.RunFilter ofTask =
                new RunLedger.RunFilter(Optional.of(task.id()), Optional.empty(), Optional.empty(), Optional.empty());
        return new TaskView(
                task.id().value(),
                task.source().value(),
                task.dataset().value(),
                task.about().title(),
                task.about().titleEn(),
                task.about().publisher(),
                task.schedule().map(schedule -> ScheduleBody.of(schedule, shown)),
                task.plan().missed().name().toLowerCase(Locale.ROOT),
                task.plan().priority(),
                Optional.of(task.plan().retry())
                        .filter(retry -> retry.attempts() > 0)
                        .map(RetryBody::of),
                Optional.of(task.plan().limits())
                        .filter(limits -> !limits.equals(RunLimits.NONE))
                        .map(LimitsBody::of),
                state.map(known -> OperationView.of(task, known, planning, whole)),
                task.thresholds().share(),
                ThresholdsBody.of(task.thresholds()),
                task.drift().label(),
                MergeBody.of(task.merge()),
                ledger.list(ofTask, 1, 1).runs().stream().findFirst().map(run -> RunView.of(run, whole)));
    }
}
