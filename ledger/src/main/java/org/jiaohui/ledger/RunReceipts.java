package org.jiaohui.ledger;

import org.jiaohui.exchange.receipt.ReceiptDraft;
import org.jiaohui.exchange.receipt.RunEvidence;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunResult;

/** Receipts of runs, and what they need of the ledger. */
final class RunReceipts {
    private final Database database;
    private final ReceiptChains chains;
    private final RunEvidence evidence;

    RunReceipts(Database database, ReceiptChains chains, RunEvidence evidence) {
        this.database = database;
        this.chains = chains;
        this.evidence = evidence;
    }

    /** Gathers what the receipt says: before the transaction, since the store is asked and the rows in quarantine are read. */
    ReceiptDraft draft(ExchangeRun run, RunResult result) {
        return evidence.of(run, result, RunInputs.read(database, run.id()));
    }

    /** Inside the transaction that ended the run. */
    void append(RunId run, ReceiptDraft draft) {
        chains.append(
                draft,
                database.sql("select finished_at from ledger.run where id = :run")
                        .param("run", run.value())
                        .query((row, n) -> Database.instant(row, "finished_at"))
                        .single());
    }
}
