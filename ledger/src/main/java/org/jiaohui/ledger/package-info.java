/**
 * What is true besides the data itself, in PostgreSQL: sources, tasks, runs, the catalogue with its log, administrator keys. {@link
 * org.jiaohui.ledger.Ledger} opens it and gives every adapter. Depends on exchange-core alone; the only home of the SQL of the hub's own database.
 */
@NullMarked
package org.jiaohui.ledger;

import org.jspecify.annotations.NullMarked;
