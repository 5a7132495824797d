/**
 * Which state of a source, task or target somebody has seen, so that who changes it does not undo unseen what somebody else has saved meanwhile. May depend on the
 * faults of the core.
 */
@NullMarked
package org.jiaohui.exchange.revision;

import org.jspecify.annotations.NullMarked;
