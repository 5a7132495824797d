package org.jiaohui.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.revision.Precondition;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.PublishedData;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.source.account.Releases;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks and sources are taken away, also while others start runs of them. */
class RemovalsTest extends LedgerTest {
    private static final TaskId GATES = new TaskId("gates");
    private static final SourceId DB = new SourceId("db");
    private static final Precondition ANY = new Precondition.Anything();

    @BeforeEach
    void register() {
        sources.save(
                new Source(
                        DB,
                        "库",
                        "cdc",
                        Map.of("password", "geheim"),
                        Examples.source("db").format()),
                Set.of("password"));
        save();
    }

    private void save() {
        tasks.save(Examples.task("gates", "db", Optional.empty()));
    }

    @Test
    void aTaskIsRemovedOrHasARunButNeverBoth() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 40; i++) {
                save();
                Callable<Boolean> start = () -> done(() -> runs.enqueue(GATES));
                Callable<Boolean> remove = () -> done(() -> tasks.remove(GATES, PublishedData.KEEP, ANY));
                List<Boolean> done = new ArrayList<>();
                for (Future<Boolean> each : threads.invokeAll(List.of(start, remove, start))) {
                    done.add(each.get());
                }
                assertThat(done.get(1)).as("run started %s", done).isNotEqualTo(done.get(0) || done.get(2));
                runs.claim("hub", LEASE).ifPresent(this::end);
            }
        }
    }

    private static boolean done(Runnable work) {
        try {
            work.run();
            return true;
        } catch (ExchangeException refused) {
            assertThat(refused.code()).isIn(ErrorCode.CONFLICT, ErrorCode.UNKNOWN_TASK);
            return false;
        }
    }

    private void end(ExchangeRun run) {
        runs.finish(run.id(), Examples.result(RunOutcome.PUBLISHED, Optional.of("p")), List.of());
    }

    @Test
    void aTaskOfTheSameIdKnowsNothingOfTheRemovedOne() {
        runs.enqueue(GATES);
        ExchangeRun run = runs.claim("hub", LEASE).orElseThrow();
        assertThatThrownBy(() -> tasks.remove(GATES, PublishedData.KEEP, ANY))
                .hasMessageContaining(run.id().value())
                .hasMessageContaining("stop it");
        end(run);
        assertThat(runs.lastSuccess(GATES)).isPresent();
        assertThat(runs.published(GATES, 5)).hasSize(1);
        tasks.remove(GATES, PublishedData.KEEP, ANY);
        assertThat(tasks.find(GATES)).isEmpty();
        assertThat(tasks.knew(GATES)).isTrue();
        assertThat(tasks.knew(new TaskId("nobody"))).isFalse();
        assertThat(runs.find(run.id())).isPresent();
        save();
        assertThat(runs.lastSuccess(GATES)).isEmpty();
        assertThat(runs.published(GATES, 5)).isEmpty();
    }

    @Test
    void whatASourceKeepsIsGivenBackUntilItIsReadAgain() {
        Releases releases = ledger.releases();
        tasks.save(Examples.task("other", "db", Optional.empty()));
        tasks.remove(GATES, PublishedData.KEEP, ANY);
        assertThat(releases.releaseNext(source -> {}))
                .as("another task reads it")
                .isFalse();
        tasks.remove(new TaskId("other"), PublishedData.KEEP, ANY);
        assertThat(releases.release(DB, source -> {
                    throw new IllegalStateException("away");
                }))
                .contains("away");
        assertThat(releases.releaseNext(source -> {})).as("later").isFalse();
        assertThat(sources.remove(DB, ANY)).isEmpty();
        sql("update ledger.release set due_at = clock_timestamp()");
        List<Source> given = new ArrayList<>();
        assertThat(releases.releaseNext(given::add)).isTrue();
        assertThat(given)
                .singleElement()
                .satisfies(source -> assertThat(source.settings())
                        .as("also without the source")
                        .containsEntry("password", "geheim"));
        assertThat(releases.releaseNext(given::add)).isFalse();

        register();
        tasks.remove(GATES, PublishedData.KEEP, ANY);
        save();
        assertThat(releases.releaseNext(given::add)).as("a task reads it again").isFalse();
        assertThatThrownBy(() -> sources.remove(DB, ANY)).hasMessageContaining("gates");
    }
}
