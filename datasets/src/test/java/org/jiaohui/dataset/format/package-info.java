/** Every format, on files made here, on hostile files, and on real ones. */
@NullMarked
package org.jiaohui.dataset.format;

import org.jspecify.annotations.NullMarked;
