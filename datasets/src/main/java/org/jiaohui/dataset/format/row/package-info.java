/**
 * Tables that come row by row: formats that cannot be split hand over one row of UTF-8 cells at a time, and this package drafts schemas from them and fills
 * batches, refusing what does not fit. Depends on the core and on the value parser beside it.
 */
@NullMarked
package org.jiaohui.dataset.format.row;

import org.jspecify.annotations.NullMarked;
