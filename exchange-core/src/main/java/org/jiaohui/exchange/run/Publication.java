package org.jiaohui.exchange.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.catalogue.DatasetDescription;
import org.jiaohui.exchange.catalogue.Organization;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.source.SourceRegister;
import org.jiaohui.exchange.table.TableSchema;

/** The shortest way in: one file or address becomes a source, a task and its first run. */
public final class Publication {
    private final SourceRegister sources;
    private final TaskRegister tasks;
    private final RunLedger ledger;

    public Publication(SourceRegister sources, TaskRegister tasks, RunLedger ledger) {
        this.sources = sources;
        this.tasks = tasks;
        this.ledger = ledger;
    }

    /**
     * What is asked.
     *
     * @param connector {@code file} or {@code http}
     * @param settings the connector's settings
     * @param name file name from which id and title are taken where they are not given
     */
    public record Order(
            String connector,
            Map<String, String> settings,
            FormatOptions format,
            String name,
            Optional<String> id,
            Optional<String> title,
            Optional<String> publisher,
            Optional<TableSchema> schema) {}

    /** The id that an order's dataset gets; the same order gets the same id. */
    public static DatasetId idOf(Optional<String> id, String name) {
        return id.map(DatasetId::of)
                .orElseGet(() -> DatasetId.fromName(
                        stem(name), "dataset-" + DeliveryDigest.sha256(name).substring(0, 8)));
    }

    /** Registers source and task (or renews them) and enqueues a run. */
    public ExchangeRun publish(Order order) {
        DatasetId dataset = idOf(order.id(), order.name());
        SourceId source = new SourceId(dataset.value());
        TaskId task = new TaskId(dataset.value());
        String title = order.title().orElse(stem(order.name()));
        sources.save(new Source(source, title, order.connector(), order.settings(), order.format()), Set.of());
        Organization publisher = order.publisher()
                .map(code -> new Organization(code, code, Optional.empty()))
                .orElse(new Organization("local", "本节点", Optional.of("This node")));
        DatasetDescription about = new DatasetDescription(
                title,
                Optional.empty(),
                title,
                Optional.empty(),
                publisher,
                List.of("ZH"),
                Optional.empty(),
                List.of(),
                "IRREGULAR",
                "PUBLIC",
                Optional.empty());
        tasks.save(new ExchangeTask(
                task,
                source,
                dataset,
                about,
                order.schema().map(schema -> Map.of("", schema)).orElse(Map.of()),
                ExchangeTask.Thresholds.DEFAULT,
                Optional.empty()));
        return ledger.enqueue(task);
    }

    private static String stem(String name) {
        String base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        int dot = base.lastIndexOf('.');
        String stem = dot > 0 ? base.substring(0, dot) : base;
        return stem.isBlank() ? "dataset" : stem.strip();
    }
}
