/**
 * Receipts: signed, chained statements of what a run or a delivery read, refused, published and delivered. Here are their form (canonical JSON, RFC 8785),
 * the chain and its check, and the ports for keys and storage; signing algorithms and tables lie elsewhere.
 */
@NullMarked
package org.jiaohui.exchange.receipt;

import org.jspecify.annotations.NullMarked;
