package org.jiaohui.exchange.reconcile;

import org.jiaohui.exchange.dataset.DatasetId;

/**
 * What a run is for that reads exactly the differing keys of a statement from its source.
 *
 * @param statement the reconciliation
 * @param dataset the dataset of it
 */
public record Retransmission(String statement, DatasetId dataset) {}
