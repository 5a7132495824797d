package org.jiaohui.exchange.receipt;

import java.util.List;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunInput;
import org.jiaohui.exchange.run.RunResult;

/** Gathers what the receipt of a run says. */
@FunctionalInterface
public interface RunEvidence {
    /**
     * Called before the transaction that ends the run, and again when that did not succeed.
     *
     * @param inputs what the run noted of its delivery, in order
     */
    ReceiptDraft of(ExchangeRun run, RunResult result, List<RunInput> inputs);
}
