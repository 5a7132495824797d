package org.jiaohui.exchange.mend;

import org.jiaohui.exchange.dataset.RefusedRows;
import org.jiaohui.exchange.dataset.VersionRows;
import org.jiaohui.exchange.reconcile.ReconciliationBook;
import org.jiaohui.exchange.reconcile.Retransmissions;

/** What bringing single rows again needs: those that a run refused, and those that a statement found to differ. */
public record Repair(
        Mendings mendings,
        RefusedRows refused,
        Retransmissions retransmissions,
        ReconciliationBook book,
        VersionRows rows) {}
