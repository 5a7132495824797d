/**
 * Data in columns: schemas, batches and the sources that fill them. The hot path of every exchange; JDK only, no allocation per value.
 */
@NullMarked
package org.jiaohui.exchange.table;

import org.jspecify.annotations.NullMarked;
