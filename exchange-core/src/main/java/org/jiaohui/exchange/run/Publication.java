package org.jiaohui.exchange.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.catalogue.DatasetDescription;
import org.jiaohui.exchange.catalogue.Organization;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
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
    private final Redescription redescription;

    public Publication(SourceRegister sources, TaskRegister tasks, RunLedger ledger, Redescription redescription) {
        this.redescription = redescription;
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
        Optional<ExchangeTask> known = tasks.find(task);
        requireOwn(order, source);
        String title = order.title()
                .or(() -> known.map(existing -> existing.about().title()))
                .orElse(stem(order.name()));
        sources.save(new Source(source, title, order.connector(), order.settings(), order.format()), Set.of());
        ExchangeTask renewed = known.map(existing ->
                        existing.between(source, dataset).withAbout(renewed(existing.about(), order, title)))
                .orElseGet(() -> ExchangeTask.of(task, source, dataset, drafted(order, title)));
        ExchangeTask saved = order.schema()
                .map(schema -> renewed.withSchemas(Map.of("", schema)))
                .orElse(renewed);
        tasks.save(saved, redescription.of(saved));
        return ledger.enqueue(task);
    }

    /** The short way in renews what the short way in made; a source of another kind belongs to somebody else. */
    private void requireOwn(Order order, SourceId id) {
        Optional<Source> taken = sources.find(id)
                .filter(source -> !source.connector().equals(order.connector()) || isElsewhere(source, order));
        if (taken.isPresent()) {
            throw new ExchangeException(
                    ErrorCode.CONFLICT,
                    "标识 " + id.value() + " 已属于另行登记的数据源（连接器 " + taken.get().connector() + "），请另选 --id / the id \""
                            + id.value() + "\" belongs to a source that was registered otherwise (connector "
                            + taken.get().connector() + "): choose another --id");
        }
    }

    /** A file source that reads from a folder of its own, not from where files are sent to. */
    private static boolean isElsewhere(Source source, Order order) {
        return order.connector().equals("file") && !folder(source.settings()).equals(folder(order.settings()));
    }

    private static String folder(Map<String, String> settings) {
        String path = settings.getOrDefault("path", "");
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** What was described before stays unless the order says otherwise. */
    private static DatasetDescription renewed(DatasetDescription before, Order order, String title) {
        boolean sameTitle = title.equals(before.title());
        return new DatasetDescription(
                title,
                sameTitle ? before.titleEn() : Optional.empty(),
                before.summary(),
                before.summaryEn(),
                order.publisher()
                        .filter(code -> !code.equals(before.publisher().code()))
                        .map(code -> new Organization(code, code, Optional.empty()))
                        .orElse(before.publisher()),
                before.themes(),
                before.region(),
                before.keywords(),
                before.updateCycle(),
                before.access(),
                before.licence(),
                before.accessConditions());
    }

    private static DatasetDescription drafted(Order order, String title) {
        return new DatasetDescription(
                title,
                Optional.empty(),
                title,
                Optional.empty(),
                order.publisher()
                        .map(code -> new Organization(code, code, Optional.empty()))
                        .orElse(new Organization("local", "本节点", Optional.of("This node"))),
                List.of("ZH"),
                Optional.empty(),
                List.of(),
                "IRREGULAR",
                "PUBLIC",
                Optional.empty());
    }

    private static String stem(String name) {
        String base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        int dot = base.lastIndexOf('.');
        String stem = dot > 0 ? base.substring(0, dot) : base;
        return stem.isBlank() ? "dataset" : stem.strip();
    }
}
