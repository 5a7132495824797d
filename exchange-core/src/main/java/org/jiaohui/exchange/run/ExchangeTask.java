package org.jiaohui.exchange.run;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jiaohui.exchange.catalogue.DatasetDescription;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.drift.DriftPolicy;
import org.jiaohui.exchange.schedule.Schedule;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.table.TableSchema;

/**
 * A standing order: source → dataset. A delivery with several tables makes one dataset a table, called {@code <dataset>-<table>}.
 *
 * @param schemas declared schemas by table name; the empty name stands for the only table
 * @param drift what happens when the source's columns are not what they were; FOLLOW in orders that do not say
 * @param every how often it runs by itself when its plan has no schedule
 * @param merge how a delivery becomes the next version; REPLACE unless said
 */
public record ExchangeTask(
        TaskId id,
        SourceId source,
        DatasetId dataset,
        DatasetDescription about,
        Map<String, TableSchema> schemas,
        Thresholds thresholds,
        Optional<Duration> every,
        DriftPolicy drift,
        Merge merge,
        RunPlan plan) {
    public ExchangeTask {
        merge = Objects.requireNonNullElse(merge, Merge.REPLACE);
        // Absent in what 0.1.0 stored.
        plan = plan == null ? RunPlan.DEFAULT : plan;
        schemas = Map.copyOf(schemas);
        drift = Objects.requireNonNullElse(drift, DriftPolicy.FOLLOW);
    }

    /** A task that drafts its schemas, takes the default thresholds and runs only when told. */
    public static ExchangeTask of(TaskId id, SourceId source, DatasetId dataset, DatasetDescription about) {
        return new ExchangeTask(
                id,
                source,
                dataset,
                about,
                Map.of(),
                Thresholds.DEFAULT,
                Optional.empty(),
                DriftPolicy.FOLLOW,
                Merge.REPLACE,
                RunPlan.DEFAULT);
    }

    /** The same order over another source, into another dataset. */
    public ExchangeTask between(SourceId from, DatasetId to) {
        return new ExchangeTask(id, from, to, about, schemas, thresholds, every, drift, merge, plan);
    }

    public ExchangeTask withAbout(DatasetDescription other) {
        return new ExchangeTask(id, source, dataset, other, schemas, thresholds, every, drift, merge, plan);
    }

    public ExchangeTask withSchemas(Map<String, TableSchema> others) {
        return new ExchangeTask(id, source, dataset, about, others, thresholds, every, drift, merge, plan);
    }

    public ExchangeTask withThresholds(Thresholds others) {
        return new ExchangeTask(id, source, dataset, about, schemas, others, every, drift, merge, plan);
    }

    public ExchangeTask withEvery(Optional<Duration> other) {
        return new ExchangeTask(id, source, dataset, about, schemas, thresholds, other, drift, merge, plan);
    }

    public ExchangeTask withDrift(DriftPolicy other) {
        return new ExchangeTask(id, source, dataset, about, schemas, thresholds, every, other, merge, plan);
    }

    public ExchangeTask withMerge(Merge other) {
        return new ExchangeTask(id, source, dataset, about, schemas, thresholds, every, drift, other, plan);
    }

    /** The schema declared for a table of the delivery. */
    public Optional<TableSchema> declared(String table) {
        return Optional.ofNullable(schemas.get(table)).or(() -> Optional.ofNullable(schemas.get("")));
    }

    /** Whether what this task brings may become that dataset: its own, or that of one of several tables. */
    public boolean mayMake(DatasetId other) {
        return other.equals(dataset) || other.value().startsWith(dataset.value() + "-");
    }

    public ExchangeTask withPlan(RunPlan other) {
        return new ExchangeTask(id, source, dataset, about, schemas, thresholds, every, drift, merge, other);
    }

    /** When it runs by itself: as planned, or at its interval. */
    public Optional<Schedule> schedule() {
        return plan.schedule().or(() -> every.map(Schedule.Interval::new));
    }

    /**
     * When refused rows make a whole run Rejected. Rules with a limit of their own are measured by it; the rows that all other rules refused are measured
     * together.
     *
     * @param share largest share of refused rows, 0–1, that is still published; default 0.1
     * @param rows most refused rows that are still published; absent when only the share counts
     * @param rules limits of single rules by their name
     */
    public record Thresholds(double share, Optional<Long> rows, Map<String, Limit> rules) {
        public static final Thresholds DEFAULT = new Thresholds(0.1);

        public Thresholds {
            checkShare(share);
            rows = Objects.requireNonNullElse(rows, Optional.empty());
            rows.ifPresent(Thresholds::checkRows);
            rules = Map.copyOf(Objects.requireNonNullElse(rules, Map.of()));
        }

        public Thresholds(double share) {
            this(share, Optional.empty(), Map.of());
        }

        /** How many rows one rule may refuse: both bounds hold. */
        public record Limit(Optional<Long> rows, Optional<Double> share) {
            public Limit {
                rows.ifPresent(Thresholds::checkRows);
                share.ifPresent(Thresholds::checkShare);
            }

            private boolean holds(long read, long refused) {
                return refused == 0
                        || (rows.filter(most -> refused > most).isEmpty()
                                && share.filter(most -> refused > most * read).isEmpty());
            }

            /** {@code 0 rows, 5%}. */
            @Override
            public String toString() {
                return Stream.of(
                                rows.map(most -> most + (most == 1 ? " row" : " rows")),
                                share.map(most -> BigDecimal.valueOf(most)
                                                .movePointRight(2)
                                                .stripTrailingZeros()
                                                .toPlainString()
                                        + "%"))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(", "));
            }
        }

        /** A limit that was broken; an empty rule stands for all rules without a limit of their own. */
        public record Excess(String rule, long refused, Limit limit) {}

        private static void checkShare(double share) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("the share of refused rows lies between 0 and 1, got " + share);
            }
        }

        private static void checkRows(long rows) {
            if (rows < 0) {
                throw new IllegalArgumentException("the number of refused rows is not negative, got " + rows);
            }
        }

        /** Whether the rows of a table are published whatever rule refused them: an empty table and one within the default limit are. */
        public boolean accept(long read, long refused) {
            return refused == 0 || (refused < read && general().holds(read, refused));
        }

        /** The limits that the refused rows of a table break, by rule. A table of which every row was refused always breaks one. */
        public List<Excess> exceeded(long read, Map<String, Long> refusedByRule) {
            long all =
                    refusedByRule.values().stream().mapToLong(Long::longValue).sum();
            List<Excess> broken = new ArrayList<>();
            long others = all;
            for (Map.Entry<String, Limit> rule : new TreeMap<>(rules).entrySet()) {
                long refused = refusedByRule.getOrDefault(rule.getKey(), 0L);
                others -= refused;
                if (!rule.getValue().holds(read, refused)) {
                    broken.add(new Excess(rule.getKey(), refused, rule.getValue()));
                }
            }
            if (!general().holds(read, others)) {
                broken.add(new Excess("", others, general()));
            }
            if (broken.isEmpty() && all > 0 && all >= read) {
                broken.add(new Excess("", all, new Limit(Optional.of(read - 1), Optional.empty())));
            }
            return broken;
        }

        private Limit general() {
            return new Limit(rows, Optional.of(share));
        }
    }
}
