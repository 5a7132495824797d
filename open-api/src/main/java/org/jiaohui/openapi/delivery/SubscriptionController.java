package org.jiaohui.openapi.delivery;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.delivery.DeliveryLedger;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.Subscription;
import org.jiaohui.exchange.delivery.SubscriptionId;
import org.jiaohui.exchange.delivery.SubscriptionRegister;
import org.jiaohui.exchange.delivery.Target;
import org.jiaohui.exchange.delivery.TargetConnectors;
import org.jiaohui.exchange.delivery.TargetId;
import org.jiaohui.exchange.delivery.TargetRegister;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.TaskRegister;
import org.jiaohui.openapi.problem.Required;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Standing orders dataset → target. */
@RestController
@RequestMapping("/api/v1/subscriptions")
@Tag(name = "subscriptions", description = "订阅 / Subscriptions")
final class SubscriptionController {
    /** The register draws the real mark. */
    private static final String NO_MARK = "00000000";

    private final SubscriptionRegister register;
    private final TargetRegister targets;
    private final TargetConnectors connectors;
    private final DatasetStore store;
    private final TaskRegister tasks;
    private final DeliveryLedger deliveries;

    SubscriptionController(
            SubscriptionRegister register,
            TargetRegister targets,
            TargetConnectors connectors,
            DatasetStore store,
            TaskRegister tasks,
            DeliveryLedger deliveries) {
        this.register = register;
        this.targets = targets;
        this.connectors = connectors;
        this.store = store;
        this.tasks = tasks;
        this.deliveries = deliveries;
    }

    record SubscriptionBody(
            String id,
            String dataset,
            String target,
            Optional<String> title,
            Optional<String> mode,
            String place,
            @Nullable List<String> key,
            Optional<Boolean> paused) {
        SubscriptionBody {
            Required.field(id, "id");
            Required.field(dataset, "dataset");
            Required.field(target, "target");
            Required.field(place, "place");
        }
    }

    record SubscriptionView(
            String id,
            String title,
            String dataset,
            String target,
            String mode,
            String place,
            List<String> key,
            boolean paused,
            Optional<DeliveryView> lastDelivery) {}

    @GetMapping
    @Operation(summary = "订阅列表 / Subscriptions with their last deliveries")
    Map<String, List<SubscriptionView>> list() {
        return Map.of("subscriptions", register.list().stream().map(this::view).toList());
    }

    @GetMapping("/{id}")
    @Operation(summary = "一个订阅 / One subscription")
    SubscriptionView one(@PathVariable String id) {
        return view(subscription(id));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "登记或更新订阅 / Create or replace a subscription")
    SubscriptionView save(@RequestBody SubscriptionBody body) {
        Subscription subscription = new Subscription(
                Required.form("id", () -> new SubscriptionId(body.id())),
                body.title().orElse(body.id()),
                Required.form("dataset", () -> DatasetId.of(body.dataset())),
                Required.form("target", () -> new TargetId(body.target())),
                Required.form("mode", () -> DeliveryMode.parse(body.mode().orElse("replace"))),
                body.place().strip(),
                body.key() == null ? List.of() : body.key(),
                body.paused().orElse(false),
                NO_MARK);
        check(subscription);
        return view(register.save(subscription));
    }

    private void check(Subscription subscription) {
        Target target = targets.find(subscription.target())
                .orElseThrow(() -> new ExchangeException(
                                ErrorCode.UNKNOWN_TARGET, "没有这个目标 / no target \"" + subscription.target() + "\"")
                        .about("target"));
        if (!connectors.get(target.connector()).modes().contains(subscription.mode())) {
            throw new ExchangeException(
                            ErrorCode.SETTINGS_WRONG,
                            "目标 %1$s（%2$s）不支持方式 %3$s / the target %1$s (%2$s) cannot be delivered to in the mode %3$s"
                                    .formatted(
                                            target.id(),
                                            target.connector(),
                                            subscription.mode().word()))
                    .about("mode");
        }
        Optional<DatasetVersion> latest = store.findLatest(subscription.dataset());
        if (latest.isEmpty()) {
            checkExpected(subscription.dataset());
        }
        latest.ifPresent(version -> checkKey(subscription, version));
    }

    /** What has no version yet may be subscribed to when a task is there that makes it. */
    private void checkExpected(DatasetId dataset) {
        if (tasks.list().stream().noneMatch(task -> task.mayMake(dataset))) {
            throw new ExchangeException(
                            ErrorCode.UNKNOWN_DATASET,
                            "没有数据集 %1$s，也没有任务会产生它：请核对编号，或先登记任务 / there is no dataset %1$s, and no task that would make it: check the id, or register the task first"
                                    .formatted(dataset))
                    .about("dataset");
        }
    }

    private static void checkKey(Subscription subscription, DatasetVersion version) {
        for (String column : subscription.key()) {
            if (version.schema().indexOf(column) < 0) {
                throw new ExchangeException(
                                ErrorCode.SETTINGS_WRONG,
                                "数据集 %1$s 没有列“%2$s”，不能作主键 / the dataset %1$s has no column \"%2$s\" that could be a key"
                                        .formatted(version.dataset(), column))
                        .about("key");
            }
        }
        if (subscription.mode() == DeliveryMode.UPSERT
                && subscription.key().isEmpty()
                && version.schema().key().isEmpty()) {
            throw new ExchangeException(
                            ErrorCode.SETTINGS_WRONG,
                            "方式 upsert 需要主键：请填写 key，或在数据集结构中声明主键 / the mode upsert needs a key: give \"key\", or declare one"
                                    + " in the dataset's schema")
                    .about("key");
        }
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "删除订阅：在途的交付随即停止，已有的交付与回执仍可查 / Remove: a delivery under way is stopped, those that were made"
                    + " and their receipts stay readable")
    void remove(@PathVariable String id) {
        register.remove(subscription(id).id());
    }

    @PostMapping("/{id}/pause")
    @Operation(summary = "暂停订阅 / Pause; a running delivery stops and goes on after resuming")
    SubscriptionView pause(@PathVariable String id) {
        register.pause(subscription(id).id(), true);
        return one(id);
    }

    @PostMapping("/{id}/resume")
    @Operation(summary = "恢复订阅 / Resume")
    SubscriptionView resume(@PathVariable String id) {
        register.pause(subscription(id).id(), false);
        return one(id);
    }

    @PostMapping("/{id}/deliver-now")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "立即交付：失败或等待中的交付马上再试 / Deliver now: a failed or waiting delivery is tried at once")
    SubscriptionView deliverNow(@PathVariable String id) {
        deliveries.deliverNow(subscription(id).id());
        return one(id);
    }

    @PostMapping("/{id}/restart")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "从头交付：最新版本按新批次整体交付 / Begin anew: the newest version is delivered whole under a new batch id")
    SubscriptionView restart(@PathVariable String id) {
        register.beginAnew(subscription(id).id());
        return one(id);
    }

    private Subscription subscription(String id) {
        return register.find(new SubscriptionId(id))
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_SUBSCRIPTION, "没有这个订阅 / no subscription \"" + id + "\""));
    }

    private SubscriptionView view(Subscription subscription) {
        DeliveryLedger.DeliveryFilter own = new DeliveryLedger.DeliveryFilter(
                Optional.of(subscription.id()), Optional.empty(), Optional.empty(), Optional.empty());
        return new SubscriptionView(
                subscription.id().value(),
                subscription.title(),
                subscription.dataset().value(),
                subscription.target().value(),
                subscription.mode().word(),
                subscription.place(),
                subscription.key(),
                subscription.paused(),
                deliveries.list(own, 1, 1).deliveries().stream().findFirst().map(DeliveryView::of));
    }
}
