package org.jiaohui.openapi.delivery;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.Target;
import org.jiaohui.exchange.delivery.TargetConnectors;
import org.jiaohui.exchange.delivery.TargetId;
import org.jiaohui.exchange.delivery.TargetRegister;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.revision.Precondition;
import org.jiaohui.exchange.revision.Revision;
import org.jiaohui.exchange.source.KeptSecrets;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialReport;
import org.jiaohui.openapi.problem.Problems;
import org.jiaohui.openapi.problem.Required;
import org.jiaohui.openapi.revision.EntityTags;
import org.jiaohui.openapi.trial.TrialCheckView;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The register of targets and the connectors that write them. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "targets", description = "目标 / Targets")
final class TargetController {
    private static final Duration TRIAL = Duration.ofSeconds(30);

    private final TargetRegister register;
    private final TargetConnectors connectors;

    TargetController(TargetRegister register, TargetConnectors connectors) {
        this.register = register;
        this.connectors = connectors;
    }

    record TargetBody(
            String id,
            String connector,
            Optional<String> title,
            @Nullable Map<String, String> settings) {
        TargetBody {
            Required.field(id, "id");
            Required.field(connector, "connector");
        }
    }

    /** @param target the saved target whose secrets count where they came back masked */
    record TrialBody(@Nullable Map<String, String> settings, Optional<String> target) {}

    record TargetView(
            String id,
            String connector,
            String title,
            Map<String, String> settings,
            @Nullable Instant createdAt) {}

    record ConnectorView(String type, String title, String titleEn, List<String> modes, Map<String, Object> schema) {}

    /** The first thing that is wrong stands beside the steps. */
    record TestView(
            boolean passed, long millis, Optional<String> code, Optional<String> detail, List<TrialCheckView> checks) {
        static TestView of(TrialReport report) {
            Optional<TrialReport.Check> failed = report.checks().stream()
                    .filter(each -> each.result() == TrialReport.Result.FAILED)
                    .findFirst();
            return new TestView(
                    report.passed(),
                    report.millis(),
                    failed.flatMap(TrialReport.Check::code).map(ErrorCode::name),
                    failed.map(TrialReport.Check::detail),
                    report.checks().stream().map(TrialCheckView::of).toList());
        }
    }

    @GetMapping("/target-connectors")
    @Operation(summary = "目标连接器及其设置 / Target connectors with their modes and the JSON Schema of their settings")
    Map<String, List<ConnectorView>> connectors() {
        return Map.of(
                "connectors",
                connectors.descriptions().stream()
                        .map(known -> new ConnectorView(
                                known.type(),
                                known.title(),
                                known.titleEn(),
                                connectors.get(known.type()).modes().stream()
                                        .map(DeliveryMode::word)
                                        .sorted()
                                        .toList(),
                                connectors.jsonSchema(known.type())))
                        .toList());
    }

    @GetMapping("/targets")
    @Operation(summary = "目标列表 / Targets; secrets are never shown")
    Map<String, List<TargetView>> list() {
        return Map.of(
                "targets", register.list().stream().map(TargetController::view).toList());
    }

    @GetMapping("/targets/{id}")
    @Operation(summary = "一个目标，带 ETag / One target with its ETag; secrets are never shown")
    ResponseEntity<TargetView> one(@PathVariable String id) {
        return register.list().stream()
                .filter(known -> known.target().id().value().equals(id))
                .findFirst()
                .map(known -> ResponseEntity.ok()
                        .eTag(EntityTags.of(known.revision()))
                        .body(view(known)))
                .orElseThrow(() -> unknown(id));
    }

    @PostMapping("/targets")
    @Operation(
            summary = "登记或更新目标 / Create or replace a target",
            description =
                    "If-Match 带读到的 ETag：别人先保存过就不覆盖（412）/ with the ETag that was read as If-Match, what somebody else has saved meanwhile is not replaced (412)")
    @Problems(ErrorCode.PRECONDITION_FAILED)
    ResponseEntity<TargetView> save(
            @RequestBody TargetBody body,
            @RequestHeader(name = HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH) Optional<String> ifNoneMatch) {
        return saved(HttpStatus.CREATED, body, EntityTags.precondition(ifMatch, ifNoneMatch));
    }

    @PutMapping("/targets/{id}")
    @Operation(summary = "更新或登记目标 / Replace or create a target")
    @Problems(ErrorCode.PRECONDITION_FAILED)
    ResponseEntity<TargetView> put(
            @PathVariable String id,
            @RequestBody TargetBody body,
            @RequestHeader(name = HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH) Optional<String> ifNoneMatch) {
        Required.same(id, body.id());
        return saved(HttpStatus.OK, body, EntityTags.precondition(ifMatch, ifNoneMatch));
    }

    @DeleteMapping("/targets/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "删除目标及其口令；仍有订阅时拒绝，交付与回执仍可查 / Remove a target with its secrets; refused while subscriptions use"
                    + " it; deliveries and receipts stay readable")
    @Problems({ErrorCode.CONFLICT, ErrorCode.PRECONDITION_FAILED})
    void remove(@PathVariable String id, @RequestHeader(name = HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
        register.remove(
                Required.known(ErrorCode.UNKNOWN_TARGET, id, TargetId::new),
                EntityTags.precondition(ifMatch, Optional.empty()));
    }

    private ResponseEntity<TargetView> saved(HttpStatus status, TargetBody body, Precondition expected) {
        Target target = new Target(
                Required.form("id", () -> new TargetId(body.id())),
                body.title().orElse(body.id()),
                body.connector(),
                body.settings() == null ? Map.of() : body.settings());
        connectors.validate(target);
        Revision revision = register.save(target, connectors.secretSettings(target.connector()), expected);
        return ResponseEntity.status(status)
                .eTag(EntityTags.of(revision))
                .body(one(target.id().value()).getBody());
    }

    @PostMapping("/targets/{id}/test")
    @Operation(
            summary = "测试目标：主机、连接、登录、权限逐步检查，不写入 / Reach a target step by step without writing: host, connection, login,"
                    + " rights")
    TestView test(@PathVariable String id) {
        Target target = register.find(new TargetId(id)).orElseThrow(() -> unknown(id));
        return tried(target);
    }

    private static ExchangeException unknown(String id) {
        return new ExchangeException(ErrorCode.UNKNOWN_TARGET, "没有这个目标 / no target \"" + id + "\"");
    }

    @PostMapping("/target-connectors/{type}/test")
    @Operation(summary = "测试未保存的目标设置，不写入 / Try out settings of a target that are not saved, without writing")
    TestView test(@PathVariable String type, @RequestBody TrialBody body) {
        Target target = new Target(
                new TargetId("trial"),
                type,
                type,
                KeptSecrets.opened(
                        body.settings() == null ? Map.of() : body.settings(),
                        connectors.secretSettings(type),
                        saved(type, body.target())));
        connectors.validate(target);
        return tried(target);
    }

    private TestView tried(Target target) {
        Trial trial = Trial.ofTarget();
        return TestView.of(trial.within(
                TRIAL, progress -> connectors.get(target.connector()).test(target, trial)));
    }

    /** Another kind of system never gets the secrets of a target. */
    private Map<String, String> saved(String type, Optional<String> target) {
        return target.map(id -> Required.form("target", () -> new TargetId(id)))
                .flatMap(register::find)
                .filter(known -> known.connector().equals(type))
                .map(Target::settings)
                .orElse(Map.of());
    }

    private static TargetView view(TargetRegister.RegisteredTarget known) {
        Target target = known.target();
        return new TargetView(
                target.id().value(), target.connector(), target.title(), target.settings(), known.createdAt());
    }
}
