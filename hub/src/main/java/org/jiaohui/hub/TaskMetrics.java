package org.jiaohui.hub;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jiaohui.exchange.operation.OperationLedger;
import org.jiaohui.exchange.operation.TaskState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers of each task, from the ledger: every hub tells the same, so ask one or take the maximum. The first tasks by id have a label of their own, the others
 * share the label {@code other}, so that the number of series stays bounded.
 */
final class TaskMetrics implements AutoCloseable {
    static final int MOST_TASKS = 500;
    private static final Logger LOG = LoggerFactory.getLogger(TaskMetrics.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final OperationLedger ledger;
    private final Map<MultiGauge, Measure> gauges = new LinkedHashMap<>();
    private final Thread thread;

    /** A measure over the tasks that share a label. */
    private record Measure(ToDoubleFunction<List<TaskState>> of) {}

    TaskMetrics(OperationLedger ledger, MeterRegistry registry) {
        this.ledger = ledger;
        add(registry, "jiaohui.task.lag", "seconds since which something planned has not come", states -> {
            Instant now = Instant.now();
            return states.stream()
                    .mapToDouble(state -> state.lag(now).toMillis() / 1_000.0)
                    .max()
                    .orElse(0);
        });
        add(
                registry,
                "jiaohui.task.runs",
                "runs that ended",
                sum(state -> state.totals().runs()));
        add(
                registry,
                "jiaohui.task.failures",
                "runs that Failed or were Rejected",
                sum(state -> state.totals().failed()));
        add(
                registry,
                "jiaohui.task.rows.published",
                "rows published",
                sum(state -> state.totals().published()));
        add(
                registry,
                "jiaohui.task.rows.refused",
                "rows refused",
                sum(state -> state.totals().refused()));
        add(
                registry,
                "jiaohui.task.duration",
                "seconds that all runs took",
                sum(state -> state.totals().time().toMillis() / 1_000.0));
        add(
                registry,
                "jiaohui.task.last.duration",
                "seconds that the last run took",
                states -> states.stream()
                        .mapToDouble(state -> state.totals().last().toMillis() / 1_000.0)
                        .max()
                        .orElse(0));
        thread = Thread.ofVirtual().name("task-metrics").start(this::follow);
    }

    private void add(MeterRegistry registry, String name, String what, ToDoubleFunction<List<TaskState>> of) {
        gauges.put(MultiGauge.builder(name).description(what).register(registry), new Measure(of));
    }

    private static ToDoubleFunction<List<TaskState>> sum(ToDoubleFunction<TaskState> of) {
        return states -> states.stream().mapToDouble(of).sum();
    }

    private void follow() {
        try {
            while (true) {
                try {
                    refresh();
                } catch (RuntimeException unavailable) {
                    LOG.debug("metrics of tasks stay as they are: {}", unavailable.toString());
                }
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    void refresh() {
        List<TaskState> states = ledger.list().values().stream()
                .sorted(Comparator.comparing(state -> state.task().value()))
                .toList();
        Map<String, List<TaskState>> byLabel = new TreeMap<>();
        for (int i = 0; i < states.size(); i++) {
            String label = i < MOST_TASKS ? states.get(i).task().value() : "other";
            byLabel.computeIfAbsent(label, first -> new ArrayList<>()).add(states.get(i));
        }
        gauges.forEach((gauge, number) -> gauge.register(
                byLabel.entrySet().stream()
                        .map(label -> MultiGauge.Row.of(
                                Tags.of("task", label.getKey()), number.of().applyAsDouble(label.getValue())))
                        .collect(Collectors.toList()),
                true));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
