package org.jiaohui.connector.jdbc;

import java.util.List;

/**
 * A table whose changes are captured, as its database describes it now.
 *
 * @param schema where the table lies, as the database writes it
 * @param identity tells this table from every other, also from one of the same name that was made anew
 * @param columns changes when a column is added, dropped, renamed or gets another type
 * @param key the columns by which the log names rows, in their order; not empty
 */
record CapturedTable(String schema, String name, String identity, String columns, List<KeyColumn> key) {
    /**
     * One column of the key.
     *
     * @param type the name of its type, as the database uses it in its catalogue
     * @param declared the type in full, with length and signedness
     * @param charset of its texts; empty where the database has one for all
     * @param ordinal its place among the columns of the table, from 0
     */
    record KeyColumn(String name, String type, String declared, String charset, int ordinal) {}

    CapturedTable {
        key = List.copyOf(key);
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
