/** JMH kernels and side-by-side measurements. */
@NullMarked
package org.jiaohui.bench;

import org.jspecify.annotations.NullMarked;
