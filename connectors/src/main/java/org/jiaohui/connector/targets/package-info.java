/**
 * How targets are written: one package a kind, each with one {@link org.jiaohui.exchange.delivery.TargetConnector}. Every connection goes to an allowed host;
 * trying again is the delivery engine's business.
 */
@NullMarked
package org.jiaohui.connector.targets;

import org.jspecify.annotations.NullMarked;
