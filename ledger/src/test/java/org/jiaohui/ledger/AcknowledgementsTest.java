package org.jiaohui.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.RunResult;
import org.jiaohui.exchange.source.account.Acknowledgements;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is owed to a source is due when its run has ended, and no sooner, until it is settled. */
class AcknowledgementsTest extends LedgerTest {
    private Acknowledgements owed;
    private ExchangeRun run;

    @BeforeEach
    void claimARun() {
        owed = ledger.acknowledgements();
        ExchangeTask task = Examples.task("gates", "gates", Optional.empty());
        sources.save(Examples.source("gates"), Set.of());
        tasks.save(task);
        runs.enqueue(task.id());
        run = runs.claim("hub", LEASE).orElseThrow();
        owed.owe(run.id(), task.source());
        owed.owe(run.id(), task.source());
    }

    @Test
    void isDueOnceTheRunHasEndedAndGoneWhenSettled() {
        assertThat(owed.listDue(10)).isEmpty();
        runs.finish(run.id(), RunResult.failed("SOURCE_EMPTY", "provider", "nothing came"), List.of());
        assertThat(owed.listDue(10)).singleElement().satisfies(each -> {
            assertThat(each.acknowledgement().outcome()).isEqualTo(RunOutcome.FAILED);
            assertThat(each.acknowledgement().error()).isEqualTo(Optional.of("nothing came"));
            assertThat(each.acknowledgement().published()).isEmpty();
        });
        owed.settle(run.id());
        assertThat(owed.listDue(10)).isEmpty();
    }

    @Test
    void comesBackLaterWhenTheSourceCouldNotBeTold() {
        runs.finish(run.id(), RunResult.failed("SOURCE_EMPTY", "provider", "nothing came"), List.of());
        owed.postpone(run.id(), "no connection");
        assertThat(owed.listDue(10)).isEmpty();
        sql("update ledger.acknowledgement set due_at = clock_timestamp()");
        assertThat(owed.listDue(10)).hasSize(1);
    }
}
