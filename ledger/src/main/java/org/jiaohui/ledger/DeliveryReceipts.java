package org.jiaohui.ledger;

import org.jiaohui.exchange.delivery.DeliveryEvidence;

/** Receipts of deliveries: what they say, and where they are chained. */
record DeliveryReceipts(ReceiptChains chains, DeliveryEvidence evidence) {}
