package org.jiaohui.openapi.exchange;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jiaohui.exchange.catalogue.DatasetDescription;
import org.jiaohui.exchange.catalogue.Organization;
import org.jiaohui.exchange.catalogue.Sectors;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.drift.DriftPolicy;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.RetryPolicy;
import org.jiaohui.exchange.run.RunLimits;
import org.jiaohui.exchange.run.RunPlan;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.schedule.MissedRuns;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.openapi.problem.Required;
import org.jspecify.annotations.Nullable;

/** A task as it is posted, and as it is read to be changed: docs/api.md. */
record TaskBody(
        String id,
        String source,
        Optional<String> dataset,
        Optional<String> title,
        Optional<String> titleEn,
        Optional<String> summary,
        Optional<String> summaryEn,
        @Nullable PublisherBody publisher,
        @Nullable List<String> themes,
        Optional<String> region,
        @Nullable List<String> keywords,
        Optional<String> updateCycle,
        Optional<String> access,
        Optional<String> accessConditions,
        Optional<String> license,
        @Nullable SchemaBody schema,
        @Nullable Map<String, SchemaBody> schemas,
        Optional<Double> refusedShare,
        Optional<Long> everySeconds,
        Optional<String> drift,
        @Nullable ThresholdsBody thresholds,
        @Nullable ScheduleBody schedule,
        Optional<String> missedRuns,
        Optional<Integer> priority,
        @Nullable RetryBody retry,
        @Nullable LimitsBody limits,
        @Nullable MergeBody merge) {
    record PublisherBody(String code, @Nullable String name, Optional<String> nameEn) {
        Organization toOrganization() {
            Required.field(code, "publisher.code");
            return new Organization(code, name == null ? code : name, nameEn);
        }
    }

    TaskBody {
        Required.field(id, "id");
        Required.field(source, "source");
        if (schedule != null && everySeconds.isPresent()) {
            throw new ExchangeException(
                            ErrorCode.BAD_REQUEST,
                            "everySeconds 与 schedule 只能给一个 / give either everySeconds or schedule, not both")
                    .about("schedule");
        }
    }

    ExchangeTask toTask() {
        Map<String, TableSchema> declared = declared();
        return ExchangeTask.of(
                        Required.form("id", () -> new TaskId(id)),
                        Required.form("source", () -> new SourceId(source)),
                        Required.form("dataset", () -> DatasetId.of(dataset.orElse(id))),
                        Required.form("title", this::description))
                .withSchemas(declared)
                .withThresholds(Required.form("thresholds", () -> ThresholdsBody.thresholds(refusedShare, thresholds)))
                .withEvery(everySeconds.map(Duration::ofSeconds))
                .withDrift(drift.map(TaskBody::policy).orElse(DriftPolicy.FOLLOW))
                .withMerge(merge == null ? Merge.REPLACE : Required.form("merge", () -> merge.toMerge(declared)))
                .withPlan(plan());
    }

    /** What {@link #toTask} makes the same task of. */
    static TaskBody of(ExchangeTask task) {
        DatasetDescription about = task.about();
        Organization publisher = about.publisher();
        Map<String, SchemaBody> schemas = new TreeMap<>();
        task.schemas().forEach((table, schema) -> schemas.put(table, SchemaBody.of(schema)));
        SchemaBody only = schemas.remove("");
        RunPlan plan = task.plan();
        return new TaskBody(
                task.id().value(),
                task.source().value(),
                Optional.of(task.dataset().value()),
                Optional.of(about.title()),
                about.titleEn(),
                Optional.of(about.summary()),
                about.summaryEn(),
                new PublisherBody(publisher.code(), publisher.name(), publisher.nameEn()),
                about.themes(),
                about.region(),
                about.keywords(),
                about.updateCycle(),
                about.access(),
                about.accessConditions(),
                about.licence(),
                only,
                schemas.isEmpty() ? null : schemas,
                Optional.empty(),
                Optional.empty(),
                Optional.of(task.drift().label()),
                ThresholdsBody.of(task.thresholds()),
                task.schedule().map(ScheduleBody::of).orElse(null),
                Optional.of(plan.missed().name().toLowerCase(Locale.ROOT)),
                Optional.of(plan.priority()),
                plan.retry().attempts() > 0 ? RetryBody.of(plan.retry()) : null,
                plan.limits().equals(RunLimits.NONE) ? null : LimitsBody.of(plan.limits()),
                MergeBody.of(task.merge()));
    }

    private Map<String, TableSchema> declared() {
        Map<String, TableSchema> declared = new HashMap<>();
        if (schema != null) {
            declared.put("", Required.form("schema", schema::toSchema));
        }
        if (schemas != null) {
            schemas.forEach((table, each) -> declared.put(table, Required.form("schemas", each::toSchema)));
        }
        return declared;
    }

    private DatasetDescription description() {
        String named = title.orElse(id);
        access.ifPresent(code -> known("access", code, Sectors.accesses()));
        updateCycle.ifPresent(code -> known("updateCycle", code, Sectors.updateCycles()));
        if (themes != null) {
            themes.forEach(code -> known("themes", code, Sectors.themes()));
        }
        region.filter(code -> !code.matches("[0-9]{6}") || Sectors.region(code).isEmpty())
                .ifPresent(code -> {
                    throw refused("region", code, "GB/T 2260 的六位代码 / the six digits of GB/T 2260");
                });
        return new DatasetDescription(
                named,
                titleEn,
                summary.orElse(named),
                summaryEn,
                publisher == null
                        ? new Organization("local", "本节点", Optional.of("This node"))
                        : publisher.toOrganization(),
                themes == null ? List.of("ZH") : themes,
                region,
                keywords == null ? List.of() : keywords,
                Optional.of(updateCycle.orElse("IRREGULAR")),
                Optional.of(access.orElse("PUBLIC")),
                license,
                accessConditions.map(String::strip).filter(text -> !text.isEmpty()));
    }

    private static void known(String field, String code, List<Sectors.Coded> allowed) {
        List<String> codes = allowed.stream().map(Sectors.Coded::code).toList();
        if (!codes.contains(code)) {
            throw refused(field, code, String.join(", ", codes));
        }
    }

    private static ExchangeException refused(String field, String code, String allowed) {
        return new ExchangeException(
                        ErrorCode.BAD_REQUEST,
                        "%1$s 没有代码 \"%2$s\"，可用：%3$s / %1$s has no code \"%2$s\"; use %3$s"
                                .formatted(field, code, allowed))
                .about(field);
    }

    private RunPlan plan() {
        return Required.form(
                "priority",
                () -> new RunPlan(
                        Optional.ofNullable(schedule).map(each -> Required.form("schedule", each::toSchedule)),
                        missedRuns
                                .map(word -> Required.form("missedRuns", () -> PlanWords.missed(word)))
                                .orElse(MissedRuns.ONCE),
                        priority.orElse(0),
                        retry == null ? RetryPolicy.NONE : Required.form("retry", retry::toPolicy),
                        limits == null ? RunLimits.NONE : Required.form("limits", limits::toLimits)));
    }

    private static DriftPolicy policy(String text) {
        return Arrays.stream(DriftPolicy.values())
                .filter(policy -> policy.label().equals(text))
                .findFirst()
                .orElseThrow(() -> new ExchangeException(
                                ErrorCode.BAD_REQUEST,
                                "drift 只能是 follow、evolve、ignore、hold、reject / drift is one of these, got \"" + text
                                        + "\"")
                        .about("drift"));
    }
}
