/**
 * Changes between two versions: computed once by DuckDB over only those data files that the versions do not share, kept as a file for a while, and read from it
 * page by page.
 */
@NullMarked
package org.jiaohui.dataset.change;

import org.jspecify.annotations.NullMarked;
