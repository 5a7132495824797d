package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.jiaohui.connector.Connectors;
import org.jiaohui.dataset.store.IcebergDatasetStore;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.catalogue.DescriptionRules;
import org.jiaohui.exchange.catalogue.HarvestReader;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.drift.HeldRuns;
import org.jiaohui.exchange.drift.Holding;
import org.jiaohui.exchange.mend.Repair;
import org.jiaohui.exchange.run.ExchangeEngine;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.TaskRegister;
import org.jiaohui.exchange.source.SourceRegister;
import org.jiaohui.exchange.source.account.SourceAccounts;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A run that is cut off at the worst moments and told again, on the real store and the real ledger. */
class CutOffRunTest {
    private final RunningHub hub = RunningHub.get();
    private final RunLedger ledger = hub.context.getBean(RunLedger.class);
    private final IcebergDatasetStore store = hub.context.getBean(IcebergDatasetStore.class);
    private final JdbcClient database = JdbcClient.create(hub.context.getBean(DataSource.class));

    /** What a power cut looks like from inside: nothing catches it. */
    private static final class Cut extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    void aRunCutOffAfterItsCommitIsEndedWithoutItsSource() throws Exception {
        Path file = write("cut-after", "a,b\n1,2\n");
        register("cut-after", file);
        ExchangeRun run = claimed("cut-after", 1);
        RunLedger cutting = cutAt(RunLedger.class, ledger, "finish", 1);
        assertThatThrownBy(() -> engine(cutting, store).execute(run, new Silent()))
                .isInstanceOf(Cut.class);
        assertThat(versions("cut-after")).hasSize(1);
        assertThat(ledger.find(run.id()).orElseThrow().status()).isEqualTo(ExchangeRun.Status.RUNNING);
        Files.delete(file);

        engine(ledger, store).execute(claimed("cut-after", 2, run.id()), new Silent());
        ExchangeRun ended = ledger.find(run.id()).orElseThrow();
        assertThat(ended.outcome()).contains(RunOutcome.PUBLISHED);
        assertThat(ended.published()).isEqualTo(1);
        assertThat(versions("cut-after")).hasSize(1);
        assertThat(hub.get("/api/v1/datasets/cut-after").path("version").asString(""))
                .isEqualTo("v1");
        write("cut-after", "a,b\n1,2\n");
        assertThat(hub.run("cut-after").path("outcome").asString("")).isEqualTo("Unchanged");
    }

    @Test
    void aRunCutOffBetweenTwoTablesPublishesEachOnceAndLooksAgainNextTime() throws Exception {
        Path file = zip("cut-between", "n\n1\n", "n\n1\n2\n");
        register("cut-between", file);
        ExchangeRun run = claimed("cut-between", 1);
        DatasetStore cutting = cutAt(DatasetStore.class, store, "commit", 2);
        assertThatThrownBy(() -> engine(ledger, cutting).execute(run, new Silent()))
                .isInstanceOf(Cut.class);
        assertThat(versions("cut-between-a")).hasSize(1);
        assertThat(versions("cut-between-b")).isEmpty();

        zip("cut-between", "n\n10\n20\n30\n", "n\n10\n20\n30\n40\n");
        engine(ledger, store).execute(claimed("cut-between", 2, run.id()), new Silent());
        assertThat(ledger.find(run.id()).orElseThrow().outcome()).contains(RunOutcome.PUBLISHED);
        assertThat(versions("cut-between-a")).hasSize(1);
        assertThat(versions("cut-between-b")).hasSize(1);
        assertThat(files("cut-between-a")).isEqualTo(1);
        assertThat(hub.run("cut-between").path("outcome").asString("")).isEqualTo("Published");
        assertThat(store.findLatest(new DatasetId("cut-between-a"))
                        .orElseThrow()
                        .rows())
                .isEqualTo(3);
    }

    @Test
    void aRunThatIsRefusedWhenToldAgainKeepsWhatItHadPublished() throws Exception {
        Path file = zip("cut-refused", "n\n1\n", "n\n1\n2\n");
        register("cut-refused", file);
        ExchangeRun run = claimed("cut-refused", 1);
        DatasetStore cutting = cutAt(DatasetStore.class, store, "commit", 2);
        assertThatThrownBy(() -> engine(ledger, cutting).execute(run, new Silent()))
                .isInstanceOf(Cut.class);
        Files.delete(file);
        engine(ledger, store).execute(claimed("cut-refused", 2, run.id()), new Silent());
        ExchangeRun ended = ledger.find(run.id()).orElseThrow();
        assertThat(ended.outcome()).contains(RunOutcome.FAILED);
        assertThat(ended.tables()).hasSize(1);
        assertThat(hub.get("/api/v1/datasets/cut-refused-a").path("version").asString(""))
                .isEqualTo("v1");
    }

    @Test
    void aRunThatIsCutOffAgainAndAgainIsGivenUp() throws Exception {
        register("cut-often", write("cut-often", "a\n1\n"));
        ExchangeRun run = claimed("cut-often", 6);
        engine(ledger, store).execute(run, new Silent());
        ExchangeRun ended = ledger.find(run.id()).orElseThrow();
        assertThat(ended.outcome()).contains(RunOutcome.FAILED);
        assertThat(ended.error().orElseThrow().code()).isEqualTo("RUN_CUT_OFF");
        assertThat(versions("cut-often")).isEmpty();
    }

    @Test
    void anOwnerWhoLostTheRunCommitsNothing() throws Exception {
        register("cut-lost", write("cut-lost", "a\n1\n"));
        ExchangeRun run = claimed("cut-lost", 1);
        claimed("cut-lost", 2, run.id());
        engine(ledger, store).execute(run, new Silent());
        assertThat(versions("cut-lost")).isEmpty();
        assertThat(ledger.find(run.id()).orElseThrow().status()).isEqualTo(ExchangeRun.Status.RUNNING);
    }

    @Test
    void filesOfRunsThatAreOverAreSweptAndThoseOfRunningOnesAreNot() throws Exception {
        register("cut-swept", write("cut-swept", "a\n1\n"));
        ExchangeRun run = claimed("cut-swept", 1);
        DatasetStore cutting = cutAt(DatasetStore.class, store, "commit", 1);
        assertThatThrownBy(() -> engine(ledger, cutting).execute(run, new Silent()))
                .isInstanceOf(Cut.class);
        assertThat(files("cut-swept")).isEqualTo(1);
        assertThat(store.sweep(id -> false)).isZero();
        assertThat(files("cut-swept")).isEqualTo(1);
        assertThat(store.sweep(id -> id.equals(run.id()))).isEqualTo(2); // a data file and an original
        assertThat(files("cut-swept")).isZero();
    }

    @Test
    void aRunCutOffWhileItIsBeingHeldIsHeldAndGoesOnWithoutItsSource() throws Exception {
        Path file = write("cut-held", "a,b\n1,2\n");
        register("cut-held", file, Map.of("drift", "hold"));
        assertThat(hub.run("cut-held").path("outcome").asString("")).isEqualTo("Published");
        write("cut-held", "a,b,c\n1,2,3\n");
        ExchangeRun run = claimed("cut-held", 1);
        Holding holding = hub.context.getBean(Holding.class);
        Holding cutting = new Holding(cutAt(HeldRuns.class, holding.runs(), "hold", 1), holding.deliveries());
        assertThatThrownBy(() -> engine(ledger, store, cutting).execute(run, new Silent()))
                .isInstanceOf(Cut.class);
        assertThat(ledger.find(run.id()).orElseThrow().status()).isEqualTo(ExchangeRun.Status.RUNNING);

        engine(ledger, store).execute(claimed("cut-held", 2, run.id()), new Silent());
        assertThat(ledger.find(run.id()).orElseThrow().status()).isEqualTo(ExchangeRun.Status.HELD);
        Files.delete(file);
        assertThat(hub.send(
                                "POST",
                                "/api/v1/runs/" + run.id() + "/decision",
                                "application/json",
                                "{\"decision\":\"evolve\"}",
                                false)
                        .statusCode())
                .isEqualTo(202);
        assertThat(hub.awaitRun(run.id().value()).path("version").asString("")).isEqualTo("v2");
        assertThat(versions("cut-held")).hasSize(2);
    }

    private ExchangeEngine engine(RunLedger runs, DatasetStore versions) {
        return engine(runs, versions, hub.context.getBean(Holding.class));
    }

    private ExchangeEngine engine(RunLedger runs, DatasetStore versions, Holding holding) {
        return new ExchangeEngine(
                hub.context.getBean(TaskRegister.class),
                hub.context.getBean(SourceRegister.class),
                runs,
                hub.context.getBean(Connectors.class)::get,
                hub.context.getBean(Formats.class),
                versions,
                hub.context.getBean(HarvestReader.class),
                hub.context.getBean(CatalogueEntries.class),
                DescriptionRules.NONE,
                holding,
                hub.context.getBean(Repair.class),
                SourceAccounts.none(hub.context.getBean(SourceRegister.class)),
                hub.home.resolve("spool-of-tests"));
    }

    /** The part itself, but that one of its calls is a power cut. */
    private static <T> T cutAt(Class<T> port, T part, String method, int call) {
        AtomicInteger calls = new AtomicInteger();
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, called, arguments) -> {
                    if (called.getName().equals(method) && calls.incrementAndGet() == call) {
                        throw new Cut();
                    }
                    try {
                        return called.invoke(part, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }

    /** A run of the task as an owner has it who claimed it for the n-th time; the hub's own workers do not see it. */
    private ExchangeRun claimed(String task, int attempt) {
        return claimed(task, attempt, RunId.create());
    }

    private ExchangeRun claimed(String task, int attempt, RunId run) {
        database.sql("""
                        insert into ledger.run (id, task, source, status, attempt, owner, lease_until, started_at)
                        values (:run, :task, :task, 'RUNNING', :attempt, 'test', clock_timestamp() + interval '1 hour', clock_timestamp())
                        on conflict (id) do update set attempt = :attempt
                        """)
                .param("run", run.value())
                .param("task", task)
                .param("attempt", attempt)
                .update();
        return ledger.find(run).orElseThrow();
    }

    private List<DatasetVersion> versions(String dataset) {
        return store.list(new DatasetId(dataset));
    }

    private int files(String dataset) {
        String[] names = hub.home
                .resolve("objects/tables.iceberg/" + dataset + "/data")
                .toFile()
                .list();
        return names == null ? 0 : names.length;
    }

    private void register(String id, Path file) {
        register(id, file, Map.of());
    }

    private void register(String id, Path file, Map<String, Object> options) {
        String source = RunningHub.JSON.writeValueAsString(
                Map.of("id", id, "connector", "file", "settings", Map.of("path", file.toString()), "format", Map.of()));
        assertThat(hub.send("POST", "/api/v1/sources", "application/json", source, false)
                        .statusCode())
                .isEqualTo(201);
        Map<String, Object> body = new HashMap<>(options);
        body.put("id", id);
        body.put("source", id);
        String task = RunningHub.JSON.writeValueAsString(body);
        assertThat(hub.send("POST", "/api/v1/tasks", "application/json", task, false)
                        .statusCode())
                .isEqualTo(201);
    }

    private Path write(String name, String content) throws Exception {
        Path file = Files.createDirectories(hub.home.resolve("inbox")).resolve(name + ".csv");
        return Files.writeString(file, content);
    }

    private Path zip(String name, String a, String b) throws Exception {
        Path file = Files.createDirectories(hub.home.resolve("inbox")).resolve(name + ".zip");
        try (ZipOutputStream archive = new ZipOutputStream(Files.newOutputStream(file))) {
            archive.putNextEntry(new ZipEntry("a.csv"));
            archive.write(a.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            archive.putNextEntry(new ZipEntry("b.csv"));
            archive.write(b.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return file;
    }

    private static final class Silent implements ExchangeEngine.StepProgress {
        @Override
        public void step(String step) {
            // Nobody watches.
        }

        @Override
        public void advanced(long rows, long bytes) {
            // Nobody watches.
        }

        @Override
        public boolean stopRequested() {
            return false;
        }
    }
}
