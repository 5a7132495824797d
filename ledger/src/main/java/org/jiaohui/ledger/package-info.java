/** What is true besides the data itself, in PostgreSQL. Depends on exchange-core alone; the only home of the SQL of the hub's own database. */
@NullMarked
package org.jiaohui.ledger;

import org.jspecify.annotations.NullMarked;
