/**
 * How published versions reach the systems that use them: targets, the subscriptions of datasets to them, and the delivery runs that bring one version
 * over with exactly one effect. Depends on datasets, tables and faults; how a target is written lives behind {@link TargetConnector}.
 */
@NullMarked
package org.jiaohui.exchange.delivery;

import org.jspecify.annotations.NullMarked;
