/** Sources, tasks and runs over HTTP. */
@NullMarked
package org.jiaohui.openapi.exchange;

import org.jspecify.annotations.NullMarked;
