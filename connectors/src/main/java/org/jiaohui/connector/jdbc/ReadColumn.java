package org.jiaohui.connector.jdbc;

import org.jiaohui.exchange.table.Column;

/**
 * One column that is read.
 *
 * @param name the column's name in the database, as the database writes it
 * @param column what batches carry
 * @param wire how its values come
 */
record ReadColumn(String name, Column column, Wire wire) {
    /** How values come; TEXT_PARSED is the database's own text form, read strictly. */
    enum Wire {
        INT,
        NUMERIC,
        FLOAT4,
        FLOAT8,
        BOOL,
        DATE,
        TIMESTAMP,
        TIMESTAMP_WITH_ZONE,
        TIME,
        TEXT,
        JSONB,
        BYTES,
        TEXT_PARSED
    }
}
