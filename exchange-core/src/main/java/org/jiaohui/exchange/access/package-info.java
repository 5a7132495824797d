/** Who may write. JDK only. */
@NullMarked
package org.jiaohui.exchange.access;

import org.jspecify.annotations.NullMarked;
