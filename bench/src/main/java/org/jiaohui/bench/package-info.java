/**
 * Side-by-side measurements: the whole way of a CSV file into a published version against DuckDB's COPY of the same file, each side in a process of its own,
 * both results held against a third reader. Depends on the core, the datasets and the ledger; nothing depends on it.
 */
@NullMarked
package org.jiaohui.bench;

import org.jspecify.annotations.NullMarked;
