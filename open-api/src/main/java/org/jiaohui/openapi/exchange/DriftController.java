package org.jiaohui.openapi.exchange;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jiaohui.exchange.drift.DatasetDependents;
import org.jiaohui.exchange.drift.DriftDecision;
import org.jiaohui.exchange.drift.Hold;
import org.jiaohui.exchange.drift.Holding;
import org.jiaohui.exchange.drift.SchemaChange;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.openapi.access.KnownTasks;
import org.jiaohui.openapi.access.Reader;
import org.jiaohui.openapi.problem.Required;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Held runs: why they wait, and deciding how they go on. */
@RestController
@RequestMapping("/api/v1/runs/{id}")
@Tag(name = "runs", description = "交换运行 / Exchange runs")
final class DriftController {
    private final KnownTasks known;
    private final Holding holding;
    private final DatasetDependents dependents;

    DriftController(KnownTasks known, Holding holding, DatasetDependents dependents) {
        this.known = known;
        this.holding = holding;
        this.dependents = dependents;
    }

    record DecisionBody(String decision, @Nullable Map<String, String> renames) {
        DecisionBody {
            Required.field(decision, "decision");
        }

        DriftDecision toDecision() {
            DriftDecision.Verdict verdict = Arrays.stream(DriftDecision.Verdict.values())
                    .filter(each -> each.name().equalsIgnoreCase(decision))
                    .findFirst()
                    .orElseThrow(() -> new ExchangeException(
                            ErrorCode.BAD_REQUEST,
                            "decision 只能是 evolve、ignore、reject / decision is one of these, got \"" + decision + "\""));
            return new DriftDecision(verdict, renames == null ? Map.of() : renames);
        }
    }

    @GetMapping("/drift")
    @Operation(summary = "运行因何暂停 / What changed in the source of a held run, and whom it affects")
    DriftView drift(@PathVariable String id, HttpServletRequest request) {
        ExchangeRun run = known.run(id, request);
        return DriftView.of(
                run,
                holding.runs().find(run.id()),
                Optional.of(dependents).filter(known -> Reader.seesInnerSystems(request)));
    }

    @PostMapping("/decision")
    @Operation(summary = "决定暂停的运行如何继续 / Decide how a held run goes on")
    ResponseEntity<RunView> decide(
            @PathVariable String id, @RequestBody DecisionBody body, HttpServletRequest request) {
        ExchangeRun run = known.run(id, request);
        DriftDecision decision = body.toDecision();
        holding.runs().find(run.id()).ifPresent(held -> checkRenames(held.hold(), decision.renames()));
        holding.runs().decide(run.id(), decision);
        return ResponseEntity.accepted().body(RunView.of(known.run(id, request)));
    }

    /** Each rename is from a column that is gone to one that is new, and no two of them meet. */
    private static void checkRenames(Hold hold, Map<String, String> renames) {
        List<String> gone = names(hold, SchemaChange.Kind.MISSING, change -> change.before());
        List<String> fresh = names(hold, SchemaChange.Kind.ADDED, change -> change.after());
        renames.forEach((old, now) -> {
            if (!gone.contains(old) || !fresh.contains(now)) {
                throw new ExchangeException(
                        ErrorCode.BAD_REQUEST,
                        "renames 只能从缺少的列 %1$s 到新增的列 %2$s，收到 %3$s → %4$s / renames go from a missing column %1$s to a new one %2$s, got %3$s → %4$s"
                                .formatted(gone, fresh, old, now));
            }
        });
        if (renames.values().stream().distinct().count() < renames.size()) {
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST, "两列不能改成同一个名字 / two columns cannot get the same name: " + renames);
        }
    }

    private static List<String> names(
            Hold hold, SchemaChange.Kind kind, Function<SchemaChange, Optional<SchemaChange.Side>> side) {
        return hold.differences().stream()
                .flatMap(difference -> difference.changes().stream())
                .filter(change -> change.kind() == kind || change.kind() == SchemaChange.Kind.RENAMED)
                .flatMap(change -> side.apply(change).stream())
                .map(SchemaChange.Side::name)
                .toList();
    }
}
