/** Compares rows of a source that was read again with those of a version, in bounded memory. */
@NullMarked
package org.jiaohui.dataset.reconcile;

import org.jspecify.annotations.NullMarked;
