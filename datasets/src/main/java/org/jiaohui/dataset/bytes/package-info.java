/** Bytes where they lie: hashing, comparing. */
@NullMarked
package org.jiaohui.dataset.bytes;

import org.jspecify.annotations.NullMarked;
