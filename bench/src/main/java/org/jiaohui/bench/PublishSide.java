package org.jiaohui.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jiaohui.dataset.format.DetectingFormats;
import org.jiaohui.dataset.format.archive.ArchiveLimits;
import org.jiaohui.dataset.iceberg.CatalogSettings;
import org.jiaohui.dataset.iceberg.DatasetTables;
import org.jiaohui.dataset.objectstore.FolderObjectStore;
import org.jiaohui.dataset.store.HeldFiles;
import org.jiaohui.dataset.store.IcebergDatasetStore;
import org.jiaohui.dataset.store.StagingSettings;
import org.jiaohui.dataset.store.StoredRefusals;
import org.jiaohui.exchange.catalogue.DatasetDescription;
import org.jiaohui.exchange.catalogue.DescriptionRules;
import org.jiaohui.exchange.catalogue.Organization;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.drift.Holding;
import org.jiaohui.exchange.mend.Repair;
import org.jiaohui.exchange.run.ExchangeEngine;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.source.account.SourceAccounts;
import org.jiaohui.ledger.Ledger;

/**
 * Our side: one whole run of the exchange engine as the hub does it, from the file in its place to the version that the ledger calls Published. Arguments: CSV,
 * home folder, JDBC address of PostgreSQL, id of the dataset, key columns.
 */
final class PublishSide {
    private static final Duration LEASE = Duration.ofHours(1);

    private PublishSide() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[1]);
        try (HikariDataSource pool = Ledger.pool(arguments[2], "postgres", "postgres")) {
            Ledger ledger = Ledger.open(pool, home.resolve("secret.key"));
            FolderObjectStore objects = new FolderObjectStore(home.resolve("objects"));
            try (DatasetTables tables =
                    new DatasetTables(new CatalogSettings(arguments[2], "postgres", "postgres"), objects)) {
                IcebergDatasetStore store =
                        new IcebergDatasetStore(tables, objects, StagingSettings.in(home.resolve("staging")));
                publish(
                        ledger,
                        store,
                        objects,
                        home,
                        new Order(
                                Path.of(arguments[0]),
                                DatasetId.of(arguments[3]),
                                List.of(arguments[4].split(",", -1))));
            }
        }
    }

    /** What is published. */
    private record Order(Path csv, DatasetId dataset, List<String> key) {}

    private static void publish(
            Ledger ledger, IcebergDatasetStore store, FolderObjectStore objects, Path home, Order order)
            throws IOException {
        ExchangeEngine engine = new ExchangeEngine(
                ledger.tasks(),
                ledger.sources(),
                ledger.runs(),
                type -> new LocalFile(order.csv()),
                new DetectingFormats(home.resolve("work"), ArchiveLimits.DEFAULT),
                store,
                (source, descriptions) -> {
                    throw new IllegalStateException("nothing is harvested here");
                },
                ledger.entries(),
                DescriptionRules.NONE,
                new Holding(ledger.held(ledger.alerts(Set.of())), new HeldFiles(objects)),
                new Repair(
                        ledger.mendings(),
                        new StoredRefusals(store, home.resolve("work")),
                        ledger.retransmissions(),
                        ledger.reconciliations(),
                        version -> {
                            throw new IllegalStateException("nothing is transmitted again here");
                        }),
                SourceAccounts.none(ledger.sources()),
                home.resolve("spool"));
        ExchangeTask task = task(order);
        ledger.sources().save(new Source(task.source(), "events", "file", Map.of(), FormatOptions.DETECT), Set.of());
        ledger.tasks().save(task);
        OwnWork work = OwnWork.begin();
        ledger.runs().enqueue(task.id());
        ExchangeRun run = ledger.runs().claim("bench", LEASE).orElseThrow();
        engine.execute(run, new Silent());
        ExchangeRun done = ledger.runs().find(run.id()).orElseThrow();
        if (done.outcome().filter(RunOutcome.PUBLISHED::equals).isEmpty()) {
            throw new IllegalStateException("not published: " + done);
        }
        DatasetVersion version = store.findLatest(order.dataset()).orElseThrow();
        work.end(
                version.bytes(),
                store.dataFiles(version).stream()
                        .map(file -> objects.findLocal(file.key()).orElseThrow().toString())
                        .collect(Collectors.joining(" ")));
    }

    /** Nobody watches. */
    private static final class Silent implements ExchangeEngine.StepProgress {
        @Override
        public void step(String step) {}

        @Override
        public void advanced(long rows, long bytes) {}

        @Override
        public boolean stopRequested() {
            return false;
        }
    }

    private static ExchangeTask task(Order order) {
        DatasetId dataset = order.dataset();
        return ExchangeTask.of(
                        new TaskId(dataset.value()),
                        new SourceId(dataset.value()),
                        dataset,
                        new DatasetDescription(
                                "收费站通行记录",
                                Optional.of("Toll-gate events"),
                                "程序生成的测速数据",
                                Optional.empty(),
                                new Organization("local", "本节点", Optional.of("This node")),
                                List.of("GL"),
                                Optional.empty(),
                                List.of(),
                                "ONCE",
                                "PUBLIC",
                                Optional.empty()))
                .withSchemas(Map.of("", GateTable.schema(order.key())));
    }
}
