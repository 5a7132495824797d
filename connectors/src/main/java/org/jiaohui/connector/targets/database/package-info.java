/**
 * Tables of PostgreSQL and of MySQL and MariaDB as targets. Exactly-once rests on what the target commits together with the rows: a row of the control table
 * {@code jiaohui_delivery}, or the comment of the table that is swapped in.
 */
@NullMarked
package org.jiaohui.connector.targets.database;

import org.jspecify.annotations.NullMarked;
