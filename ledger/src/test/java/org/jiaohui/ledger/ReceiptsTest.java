package org.jiaohui.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.receipt.Receipt;
import org.jiaohui.exchange.receipt.ReceiptBook;
import org.jiaohui.exchange.receipt.ReceiptCheck;
import org.jiaohui.exchange.receipt.ReceiptDraft;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunInput;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.RunResult;
import org.jiaohui.exchange.run.TaskId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every run that ends has one receipt, in the transaction that ended it, and the chain of its task never breaks. */
class ReceiptsTest extends LedgerTest {
    private static final TaskId GATES = new TaskId("gates");

    private final TestSigner signer = new TestSigner();
    private RunLedger receipted;
    private ReceiptBook book;

    @BeforeEach
    void task() {
        sources.save(Examples.source("db"), Set.of());
        tasks.save(Examples.task("gates", "db", Optional.empty()));
        receipted = ledger.runs(signer.issuer("hub-1"), TestSigner.EVIDENCE);
        book = ledger.receipts(signer.issuer("hub-1"));
    }

    @Test
    void everyOutcomeGetsOneReceipt() {
        for (RunOutcome outcome :
                List.of(RunOutcome.PUBLISHED, RunOutcome.UNCHANGED, RunOutcome.REJECTED, RunOutcome.FAILED)) {
            ExchangeRun run = claimed();
            receipted.noteInputs(run.id(), List.of(new RunInput("a.csv", RunInput.Basis.FILE, 7, "ab".repeat(32))));
            assertThat(receipted.finish(run, Examples.result(outcome, Optional.empty()), List.of()))
                    .isTrue();
            assertThat(receipted.finish(run, Examples.result(outcome, Optional.empty()), List.of()))
                    .isFalse();
            assertThat(receipt(run.id()).text())
                    .contains("\"outcome\":\"" + outcome.label() + "\"")
                    .contains("\"hub\":\"hub-1\"")
                    .contains("\"read\":{\"count\":10}")
                    .contains("\"basis\":\"file\",\"bytes\":7,\"name\":\"a.csv\"");
        }
        assertThat(chainHolds()).isEqualTo(4);
    }

    @Test
    void aRunThatIsStoppedBeforeItBeganGetsOneToo() {
        RunId run = receipted.enqueue(GATES).id();
        receipted.requestStop(run);
        receipted.requestStop(run);
        assertThat(receipt(run).text()).contains("\"error\":\"STOPPED\"").contains("\"outcome\":\"Failed\"");
        ExchangeRun running = claimed();
        receipted.requestStop(running.id());
        assertThat(book.find(ReceiptDraft.Kind.RUN, running.id().value())).isEmpty();
        receipted.finish(running, RunResult.failed("STOPPED", "caller", "stopped"), List.of());
        assertThat(chainHolds()).isEqualTo(2);
    }

    @Test
    void whatRollsBackLeavesNoReceiptAndNoGap() {
        ExchangeRun run = claimed();
        sql("alter table ledger.catalogue_log add constraint broken check (sequence < 0)");
        List<CatalogueChange> changes = List.of(new CatalogueChange.Put(Examples.entry("gates", "PUBLIC", 1)));
        RunResult result = Examples.result(RunOutcome.PUBLISHED, Optional.empty());
        assertThatThrownBy(() -> receipted.finish(run, result, changes)).isInstanceOf(RuntimeException.class);
        assertThat(book.find(ReceiptDraft.Kind.RUN, run.id().value())).isEmpty();
        sql("alter table ledger.catalogue_log drop constraint broken");
        assertThat(receipted.finish(run, result, changes)).isTrue();
        assertThat(receipt(run.id()).sequence()).isEqualTo(1);
        assertThat(chainHolds()).isEqualTo(1);
    }

    @Test
    void theOwnerWhoLostARunWritesNoReceipt() {
        ExchangeRun lost = claimed();
        sql("update ledger.run set lease_until = '-infinity'");
        ExchangeRun taken = receipted.claim("hub-2", LEASE).orElseThrow();
        assertThat(receipted.finish(lost, RunResult.failed("INTERNAL", "hub", "late"), List.of()))
                .isFalse();
        receipted.finish(taken, Examples.result(RunOutcome.PUBLISHED, Optional.empty()), List.of());
        assertThat(receipt(taken.id()).text()).contains("\"attempt\":2").contains("Published");
        assertThat(chainHolds()).isEqualTo(1);
    }

    /** Two hubs with keys of their own append to one chain at once: no number is given twice, and no receipt is left out. */
    @Test
    void severalHubsNeverForkAChain() throws Exception {
        int each = 40;
        List<Future<?>> hubs = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int hub = 0; hub < 4; hub++) {
                ReceiptChains chains = new ReceiptChains(new Database(pool), signer.issuer("hub-" + hub));
                hubs.add(threads.submit(() -> {
                    Database database = new Database(pool);
                    for (int i = 0; i < each; i++) {
                        String subject = RunId.create().value();
                        for (int again = 0; again < 2; again++) {
                            database.transaction(() -> chains.append(delivery(subject), Instant.EPOCH));
                        }
                    }
                }));
            }
            for (Future<?> hub : hubs) {
                hub.get();
            }
        }
        assertThat(chainHolds()).isEqualTo(4L * each);
    }

    @Test
    void receiptsAreNeitherChangedNorRemoved() {
        receipted.finish(claimed(), Examples.result(RunOutcome.UNCHANGED, Optional.empty()), List.of());
        for (String attack : List.of(
                "update ledger.receipt set receipt = replace(receipt, 'Unchanged', 'Published')",
                "delete from ledger.receipt")) {
            assertThatThrownBy(() -> sql(attack)).hasMessageContaining("never changed or removed");
        }
    }

    private ExchangeRun claimed() {
        receipted.enqueue(GATES);
        return receipted.claim("hub-1", LEASE).orElseThrow();
    }

    private Receipt receipt(RunId run) {
        return book.find(ReceiptDraft.Kind.RUN, run.value()).orElseThrow();
    }

    private long chainHolds() {
        ReceiptCheck check = new ReceiptCheck(signer, 1);
        book.list("gates", 1, Long.MAX_VALUE, 1_000).forEach(receipt -> check.take("r", receipt.bytes()));
        check.take("head", book.stateHead("gates").bytes());
        ReceiptCheck.Report report = check.conclude(OptionalLong.empty());
        assertThat(report.faults()).isEmpty();
        assertThat(report.endProven()).isTrue();
        return report.receipts();
    }

    private static ReceiptDraft delivery(String subject) {
        return new ReceiptDraft(
                ReceiptDraft.Kind.DELIVERY,
                "gates",
                subject,
                "gates",
                Optional.of("province"),
                "Delivered",
                Optional.empty(),
                ReceiptDraft.Amount.of(1),
                ReceiptDraft.Amount.of(0),
                ReceiptDraft.Amount.of(0),
                Optional.of(ReceiptDraft.Amount.of(1)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                1,
                Instant.EPOCH,
                Optional.empty());
    }
}
