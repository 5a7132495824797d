/** What keeps exchange going: alerts, the working-day calendar, tasks that gave up, and the live progress of runs. */
@NullMarked
package org.jiaohui.openapi.operation;

import org.jspecify.annotations.NullMarked;
