/**
 * Apache Iceberg over our object store: a FileIO, the JDBC catalogue in PostgreSQL, and the mapping of schemas with stable field ids.
 */
@NullMarked
package org.jiaohui.dataset.iceberg;

import org.jspecify.annotations.NullMarked;
