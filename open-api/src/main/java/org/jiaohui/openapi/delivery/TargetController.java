package org.jiaohui.openapi.delivery;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
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
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The register of targets and the connectors that write them. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "targets", description = "目标 / Targets")
final class TargetController {
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
            Needed.field(id, "id");
            Needed.field(connector, "connector");
        }
    }

    record TargetView(
            String id,
            String connector,
            String title,
            Map<String, String> settings,
            @Nullable Instant createdAt) {}

    record ConnectorView(String type, String title, String titleEn, List<String> modes, Map<String, Object> schema) {}

    record TestView(boolean passed, Optional<String> code, Optional<String> detail) {}

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

    @PostMapping("/targets")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "登记或更新目标 / Create or replace a target")
    TargetView save(@RequestBody TargetBody body) {
        Target target = new Target(
                new TargetId(body.id()),
                body.title().orElse(body.id()),
                body.connector(),
                body.settings() == null ? Map.of() : body.settings());
        connectors.validate(target);
        register.save(target, connectors.secretSettings(target.connector()));
        return register.list().stream()
                .filter(known -> known.target().id().equals(target.id()))
                .findFirst()
                .map(TargetController::view)
                .orElseThrow();
    }

    @PostMapping("/targets/{id}/test")
    @Operation(summary = "测试目标：主机、登录、权限，不写入 / Reach a target without writing: host, login, rights")
    TestView test(@PathVariable String id) {
        Target target = register.find(new TargetId(id))
                .orElseThrow(
                        () -> new ExchangeException(ErrorCode.UNKNOWN_TARGET, "没有这个目标 / no target \"" + id + "\""));
        try {
            connectors.get(target.connector()).check(target);
            return new TestView(true, Optional.empty(), Optional.empty());
        } catch (ExchangeException failed) {
            return new TestView(false, Optional.of(failed.code().name()), Optional.ofNullable(failed.getMessage()));
        }
    }

    private static TargetView view(TargetRegister.RegisteredTarget known) {
        Target target = known.target();
        return new TargetView(
                target.id().value(), target.connector(), target.title(), target.settings(), known.createdAt());
    }
}
