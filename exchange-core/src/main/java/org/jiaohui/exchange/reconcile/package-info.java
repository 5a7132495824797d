/**
 * Reconciliation: source = received = published = delivered = acknowledged, or the keys by which they differ. Here are the digest that makes "equal"
 * provable, the statement of one task and day, and the ports that bring its numbers.
 */
@NullMarked
package org.jiaohui.exchange.reconcile;

import org.jspecify.annotations.NullMarked;
