package org.jiaohui.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.catalogue.CatalogueLog.LogEntry;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.source.SourceId;
import org.junit.jupiter.api.Test;

/** Eight hubs on one ledger. */
class ConcurrentHubsTest extends LedgerTest {
    private static final int HUBS = 8;
    private static final int TASKS = 200;
    private static final int SOURCES = 20;

    @Test
    void claimEveryRunOnceAndNeverTwoOfOneSource() throws Exception {
        register(TASKS, SOURCES);
        for (int i = 0; i < TASKS; i++) {
            runs.enqueue(new TaskId("task-" + i));
        }
        Map<SourceId, RunId> lanes = new ConcurrentHashMap<>();
        List<RunId> claimed = Collections.synchronizedList(new ArrayList<>());
        List<String> collisions = Collections.synchronizedList(new ArrayList<>());
        together(hub -> {
            RunLedger mine = ledger.runs();
            while (claimed.size() < TASKS) {
                Optional<ExchangeRun> run = mine.claim("hub-" + hub, LEASE);
                if (run.isEmpty()) {
                    Thread.sleep(1);
                    continue;
                }
                claimed.add(run.get().id());
                if (lanes.putIfAbsent(run.get().source(), run.get().id()) != null) {
                    collisions.add(run.get().toString());
                }
                Thread.sleep(ThreadLocalRandom.current().nextInt(3));
                lanes.remove(run.get().source());
                mine.finish(run.get().id(), Examples.result(RunOutcome.PUBLISHED, Optional.empty()), List.of());
            }
            return claimed.size();
        });
        assertThat(collisions).isEmpty();
        assertThat(claimed).hasSize(TASKS).doesNotHaveDuplicates();
        assertThat(runs.list(RunLedger.RunFilter.ALL, 1, 500).runs())
                .hasSize(TASKS)
                .allMatch(run -> run.attempt() == 1 && run.status() == ExchangeRun.Status.FINISHED);
    }

    @Test
    void enqueueOneWaitingRunForOneTask() throws Exception {
        register(1, 1);
        Set<RunId> ids = ConcurrentHashMap.newKeySet();
        together(hub -> {
            for (int i = 0; i < 20; i++) {
                ids.add(ledger.runs().enqueue(new TaskId("task-0")).id());
            }
            return 0;
        });
        assertThat(ids).hasSize(1);
    }

    @Test
    void finishOneRunOnlyOnce() throws Exception {
        register(1, 1);
        RunId run = runs.enqueue(new TaskId("task-0")).id();
        AtomicInteger finished = new AtomicInteger();
        together(hub -> ledger.runs()
                        .finish(
                                run,
                                Examples.result(RunOutcome.PUBLISHED, Optional.empty()),
                                List.of(new CatalogueChange.Put(Examples.entry("d-" + hub, "PUBLIC", hub))))
                ? finished.incrementAndGet()
                : 0);
        assertThat(finished).hasValue(1);
        assertThat(log.after(0, 100)).hasSize(1);
    }

    @Test
    void appendToTheLogSoThatAFollowerNeverSkipsAChange() throws Exception {
        int rounds = 25;
        register(HUBS, HUBS);
        List<LogEntry> followed = new ArrayList<>();
        try (ExecutorService follower = Executors.newSingleThreadExecutor()) {
            Future<?> follows = follower.submit(() -> follow(followed, HUBS * rounds * 3));
            together(hub -> {
                TaskId task = new TaskId("task-" + hub);
                for (int i = 0; i < rounds; i++) {
                    String id = "d-" + hub + "-" + i;
                    ledger.runs()
                            .finish(
                                    ledger.runs().enqueue(task).id(),
                                    Examples.result(RunOutcome.PUBLISHED, Optional.empty()),
                                    List.of(
                                            new CatalogueChange.Put(Examples.entry(id, "PUBLIC", 1)),
                                            new CatalogueChange.Put(Examples.entry(id, "PUBLIC", 2)),
                                            new CatalogueChange.Withdraw("gone-" + id)));
                }
                return 0;
            });
            follows.get();
        }
        assertThat(followed).hasSize(HUBS * rounds * 3).isEqualTo(log.after(0, Integer.MAX_VALUE));
        // The changes of one run stand together and in their order; the newest is the state.
        for (int i = 0; i < followed.size(); i += 3) {
            String id = followed.get(i).change().id();
            assertThat(followed.get(i + 1).change().id()).isEqualTo(id);
            assertThat(followed.get(i + 2).change()).isEqualTo(new CatalogueChange.Withdraw("gone-" + id));
            assertThat(entries.find(id).flatMap(entry -> entry.rows())).contains(2L);
        }
        assertThat(log.head()).isEqualTo(followed.getLast().sequence());
    }

    private void follow(List<LogEntry> followed, int expected) {
        long position = 0;
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (followed.size() < expected && System.nanoTime() < deadline) {
            for (LogEntry entry : log.after(position, 7)) {
                followed.add(entry);
                position = entry.sequence();
            }
        }
    }

    private void register(int taskCount, int sourceCount) {
        for (int i = 0; i < sourceCount; i++) {
            sources.save(Examples.source("source-" + i), new HashSet<>());
        }
        for (int i = 0; i < taskCount; i++) {
            tasks.save(Examples.task("task-" + i, "source-" + i * sourceCount / taskCount, Optional.empty()));
        }
    }

    /** Runs the work of each hub in a thread of its own and waits for all. */
    private static void together(HubWork work) throws Exception {
        try (ExecutorService hubs = Executors.newFixedThreadPool(HUBS)) {
            List<Callable<Integer>> all = IntStream.range(0, HUBS)
                    .<Callable<Integer>>mapToObj(hub -> () -> work.run(hub))
                    .toList();
            for (Future<Integer> done : hubs.invokeAll(all)) {
                done.get();
            }
        }
    }

    @FunctionalInterface
    private interface HubWork {
        int run(int hub) throws Exception;
    }
}
