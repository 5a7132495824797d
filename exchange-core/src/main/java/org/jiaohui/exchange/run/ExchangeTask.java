package org.jiaohui.exchange.run;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.DatasetDescription;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.drift.DriftPolicy;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.table.TableSchema;

/**
 * A standing order: source → dataset. A delivery with several tables makes one dataset a table, called {@code <dataset>-<table>}.
 *
 * @param schemas declared schemas by table name; the empty name stands for the only table
 * @param drift what happens when the source's columns are not what they were; FOLLOW in orders that do not say
 * @param every how often it runs by itself; absent for tasks that only run when told
 */
public record ExchangeTask(
        TaskId id,
        SourceId source,
        DatasetId dataset,
        DatasetDescription about,
        Map<String, TableSchema> schemas,
        Thresholds thresholds,
        Optional<Duration> every,
        DriftPolicy drift) {
    public ExchangeTask {
        schemas = Map.copyOf(schemas);
        drift = Objects.requireNonNullElse(drift, DriftPolicy.FOLLOW);
    }

    /** A task that drafts its schemas, takes the default thresholds and runs only when told. */
    public static ExchangeTask of(TaskId id, SourceId source, DatasetId dataset, DatasetDescription about) {
        return new ExchangeTask(
                id, source, dataset, about, Map.of(), Thresholds.DEFAULT, Optional.empty(), DriftPolicy.FOLLOW);
    }

    /** The same order over another source, into another dataset. */
    public ExchangeTask between(SourceId from, DatasetId to) {
        return new ExchangeTask(id, from, to, about, schemas, thresholds, every, drift);
    }

    public ExchangeTask withAbout(DatasetDescription other) {
        return new ExchangeTask(id, source, dataset, other, schemas, thresholds, every, drift);
    }

    public ExchangeTask withSchemas(Map<String, TableSchema> others) {
        return new ExchangeTask(id, source, dataset, about, others, thresholds, every, drift);
    }

    public ExchangeTask withThresholds(Thresholds others) {
        return new ExchangeTask(id, source, dataset, about, schemas, others, every, drift);
    }

    public ExchangeTask withEvery(Optional<Duration> other) {
        return new ExchangeTask(id, source, dataset, about, schemas, thresholds, other, drift);
    }

    public ExchangeTask withDrift(DriftPolicy other) {
        return new ExchangeTask(id, source, dataset, about, schemas, thresholds, every, other);
    }

    /** The schema declared for a table of the delivery. */
    public Optional<TableSchema> declared(String table) {
        return Optional.ofNullable(schemas.get(table)).or(() -> Optional.ofNullable(schemas.get("")));
    }

    /**
     * When refused rows make a whole run Rejected.
     *
     * @param share largest share of refused rows, 0–1, that is still published; default 0.1
     */
    public record Thresholds(double share) {
        public static final Thresholds DEFAULT = new Thresholds(0.1);

        public Thresholds {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("the share of refused rows lies between 0 and 1, got " + share);
            }
        }

        /** An empty table and one within the share are published. */
        public boolean accept(long read, long refused) {
            return refused == 0 || (refused < read && refused <= share * read);
        }
    }
}
