/** Tables and queries of databases: PostgreSQL by binary COPY, any other JDBC driver by a forward-only cursor. Values that do not fit are refused, never coerced. */
@NullMarked
package org.jiaohui.connector.jdbc;

import org.jspecify.annotations.NullMarked;
