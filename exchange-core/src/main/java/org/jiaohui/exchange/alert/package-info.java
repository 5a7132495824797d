/**
 * What an operator must hear of: alerts that are open until their cause is gone, and their delivery to a webhook or by e-mail. An alert is told once when it
 * opens and once when it recovers, however often its cause shows itself in between.
 */
@NullMarked
package org.jiaohui.exchange.alert;

import org.jspecify.annotations.NullMarked;
