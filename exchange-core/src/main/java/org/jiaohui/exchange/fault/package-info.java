/**
 * What goes wrong in the world around the hub (not in the data): a code, who must act, and a sentence that names the offending value. May depend on the JDK alone.
 */
@NullMarked
package org.jiaohui.exchange.fault;

import org.jspecify.annotations.NullMarked;
