package org.jiaohui.ledger;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of a table that pass a filter, counted and read page by page. */
final class FilteredRows {
    private final Database database;
    private final StringBuilder from;
    private final Map<String, Object> values = new LinkedHashMap<>();

    FilteredRows(Database database, String table) {
        this.database = database;
        from = new StringBuilder(" from ").append(table).append(" where true");
    }

    /** Only rows with this value; all of them where it is absent. */
    FilteredRows with(String column, Optional<?> value) {
        value.ifPresent(wanted -> and(column + " = :" + column, Map.of(column, wanted)));
        return this;
    }

    /** Only rows that hold to a condition with these parameters. */
    FilteredRows and(String condition, Map<String, ?> parameters) {
        from.append(" and ").append(condition);
        values.putAll(parameters);
        return this;
    }

    long count() {
        return database.sql("select count(*)" + from)
                .params(values)
                .query(Long.class)
                .single();
    }

    /** @param page from 1 */
    JdbcClient.StatementSpec page(String order, int page, int size) {
        Map<String, Object> paged = new LinkedHashMap<>(values);
        paged.put("size", size);
        paged.put("skipped", Math.max(0L, (page - 1L) * size));
        return database.sql("select *" + from + " order by " + order + " limit :size offset :skipped")
                .params(paged);
    }
}
