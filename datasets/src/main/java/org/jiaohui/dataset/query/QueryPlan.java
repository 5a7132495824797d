package org.jiaohui.dataset.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.dataset.query.Expression.Aggregate;
import org.jiaohui.dataset.query.QueryParser.OrderItem;
import org.jiaohui.dataset.query.QueryParser.SelectItem;
import org.jiaohui.dataset.query.SqlWriter.Piece;
import org.jiaohui.exchange.dataset.DatasetQueries.RecordQuery;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType.Kind;
import org.jiaohui.exchange.table.TableSchema;

/** A query that was parsed and fits the schema: what comes out, and its SQL over any relation of that schema. */
final class QueryPlan {
    /** A column of the answer. */
    record Output(String name, Kind kind, Expression expression) {}

    private final TableSchema schema;
    private final QueryText select;
    private final QueryText where;
    private final QueryText group;
    private final QueryText order;
    private final Optional<Expression> condition;
    private final List<Expression> groups;
    private final List<OrderItem> orders;
    private final List<SelectItem> items;
    private final boolean grouped;

    QueryPlan(RecordQuery query, TableSchema schema) {
        this.schema = schema;
        select = new QueryText("select", query.select());
        where = new QueryText("where", query.where());
        group = new QueryText("group", query.group());
        order = new QueryText("order", query.order());
        condition = QueryParser.condition(where);
        List<SelectItem> selected = QueryParser.select(select);
        groups = QueryParser.group(group).stream()
                .map(expression -> schemaHas(expression) ? expression : unalias(expression, selected))
                .toList();
        grouped = !groups.isEmpty() || selected.stream().anyMatch(item -> item.expression() instanceof Aggregate);
        refuseOneNameTwice(selected);
        items = selected.isEmpty() ? everything() : selected;
        orders = QueryParser.order(order).stream()
                .map(item -> new OrderItem(unalias(item.expression(), items), item.descending(), item.nullsFirst()))
                .toList();
    }

    /** Two columns of one name could not be told apart in the answer, nor in {@code order}. */
    private void refuseOneNameTwice(List<SelectItem> selected) {
        Set<String> names = new HashSet<>();
        for (SelectItem item : selected) {
            String name = item.alias().orElseGet(() -> nameOf(item.expression()));
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                throw select.wrong(
                        item.expression().at(),
                        "答案中已有名为 \"" + name + "\" 的列，请用 as 另取名称",
                        "the answer has a column \"" + name + "\" already; give this one another name by as");
            }
        }
    }

    private boolean schemaHas(Expression expression) {
        return !(expression instanceof Expression.ColumnName name) || schema.indexOf(name.name()) >= 0;
    }

    private static Expression unalias(Expression expression, List<SelectItem> items) {
        if (expression instanceof Expression.ColumnName name) {
            for (SelectItem item : items) {
                if (item.alias().filter(name.name()::equalsIgnoreCase).isPresent()) {
                    return item.expression();
                }
            }
        }
        return expression;
    }

    private List<SelectItem> everything() {
        List<SelectItem> all = new ArrayList<>();
        if (groups.isEmpty()) {
            for (Column column : schema.columns()) {
                all.add(new SelectItem(new Expression.ColumnName(column.name(), 0), Optional.empty()));
            }
        } else {
            groups.forEach(expression -> all.add(new SelectItem(expression, Optional.empty())));
            all.add(new SelectItem(
                    new Aggregate(Expression.AggregateFunction.COUNT, List.of(), false, 0), Optional.of("count")));
        }
        return all;
    }

    boolean grouped() {
        return grouped;
    }

    boolean filtered() {
        return condition.isPresent();
    }

    /** The condition in one spelling, as key for remembered counts. */
    String conditionText() {
        return condition.map(Expression::text).orElse("");
    }

    /** The whole question in one spelling: a cursor belongs to it. */
    String text() {
        StringBuilder text = new StringBuilder(conditionText());
        items.forEach(item -> text.append("\u0001")
                .append(item.expression().text())
                .append(" as ")
                .append(item.alias()));
        groups.forEach(expression -> text.append("\u0002").append(expression.text()));
        orders.forEach(item -> text.append("\u0003")
                .append(item.expression().text())
                .append(item.descending())
                .append(item.nullsFirst()));
        return text.toString();
    }

    List<Output> outputs() {
        return items.stream()
                .map(item -> new Output(
                        item.alias().orElseGet(() -> nameOf(item.expression())),
                        new ExpressionKinds(textOf(item.expression()), schema).ofWhole(item.expression()),
                        item.expression()))
                .toList();
    }

    private String nameOf(Expression expression) {
        if (expression instanceof Expression.ColumnName name && schema.indexOf(name.name()) >= 0) {
            return schema.columns().get(schema.indexOf(name.name())).name();
        }
        return expression.text().replace("\"", "");
    }

    /** Where an expression of the answer was written: items made from groups stand in {@code group}. */
    private QueryText textOf(Expression expression) {
        return groups.contains(expression) && select.text().isBlank() ? group : select;
    }

    Piece page(VersionRows rows, int limit, long offset) {
        Statement statement = grouped ? groupedPage(rows) : plainPage(rows);
        statement.sql.append(" LIMIT ").append(limit).append(" OFFSET ").append(offset);
        return statement.piece();
    }

    Piece count(VersionRows rows) {
        Statement statement = new Statement();
        statement.sql.append("SELECT count(*) FROM ").append(rows.sql());
        filter(statement);
        return statement.piece();
    }

    private Statement plainPage(VersionRows rows) {
        Statement statement = new Statement();
        statement.sql.append("SELECT ");
        String between = "";
        for (Output output : outputs()) {
            statement.sql.append(between);
            Piece value = SqlWriter.value(select, schema, output.expression());
            statement.add(new Piece(shown(value.sql(), output.kind()), value.parameters()));
            statement.sql.append(" AS \"__c\"");
            between = ", ";
        }
        boolean hidden = rows.position().isEmpty();
        statement
                .sql
                .append(" FROM ")
                .append(hidden ? "(SELECT *, row_number() OVER () AS \"__row\" FROM " + rows.sql() + ")" : rows.sql());
        filter(statement);
        if (!orders.isEmpty()) {
            statement.sql.append(" ORDER BY ");
            for (OrderItem item : orders) {
                if (item.expression() instanceof Aggregate) {
                    throw order.wrong(
                            item.expression().at(),
                            "没有分组，不能按聚合函数排序",
                            "without groups there is no aggregate to sort by");
                }
                statement.add(SqlWriter.value(order, schema, item.expression()));
                direction(statement, item);
                statement.sql.append(", ");
            }
            statement.sql.append(hidden ? "\"__row\"" : rows.position());
        }
        return statement;
    }

    private Statement groupedPage(VersionRows rows) {
        Statement statement = new Statement();
        Map<String, String> names = new LinkedHashMap<>();
        StringBuilder inner = new StringBuilder("SELECT ");
        List<Object> innerValues = new ArrayList<>();
        StringBuilder positions = new StringBuilder();
        for (Expression expression : groups) {
            Piece piece = SqlWriter.value(group, schema, expression);
            if (expression instanceof Aggregate) {
                throw group.wrong(expression.at(), "不能按聚合函数分组", "rows cannot be grouped by an aggregate");
            }
            if (names.putIfAbsent(key(piece), "\"__g" + names.size() + "\"") == null) {
                inner.append(names.size() == 1 ? "" : ", ")
                        .append(piece.sql())
                        .append(" AS ")
                        .append(names.get(key(piece)));
                innerValues.addAll(piece.parameters());
                positions.append(names.size() == 1 ? "" : ", ").append(names.size());
            }
        }
        List<String> groupNames = List.copyOf(names.values());
        StringBuilder outer = new StringBuilder();
        for (Output output : outputs()) {
            outer.append(outer.isEmpty() ? "" : ", ")
                    .append(shown(place(select, output.expression(), names, inner, innerValues), output.kind()));
        }
        StringBuilder sorting = new StringBuilder();
        for (OrderItem item : orders) {
            sorting.append(sorting.isEmpty() ? " ORDER BY " : ", ")
                    .append(place(order, item.expression(), names, inner, innerValues))
                    .append(item.descending() ? " DESC" : " ASC")
                    .append(item.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
        }
        for (String name : groupNames) {
            sorting.append(sorting.isEmpty() ? " ORDER BY " : ", ").append(name);
        }
        statement.sql.append("SELECT ").append(outer).append(" FROM (");
        statement.add(new Piece(inner.toString(), innerValues));
        statement.sql.append(" FROM ").append(rows.sql());
        filter(statement);
        statement
                .sql
                .append(positions.isEmpty() ? "" : " GROUP BY " + positions)
                .append(")")
                .append(sorting);
        return statement;
    }

    /** The name under which a grouped value is found; an aggregate that is met for the first time is added to the inner select. */
    private String place(
            QueryText text,
            Expression expression,
            Map<String, String> names,
            StringBuilder inner,
            List<Object> values) {
        Piece piece = SqlWriter.value(text, schema, expression);
        String known = names.get(key(piece));
        if (known != null) {
            return known;
        }
        if (!(expression instanceof Aggregate)) {
            throw text.wrong(
                    expression.at(),
                    "分组查询里只能用 group 中的列和聚合函数",
                    "a grouped query shows only what stands in group, and aggregates");
        }
        String name = "\"__g" + names.size() + "\"";
        inner.append(names.isEmpty() ? "" : ", ")
                .append(piece.sql())
                .append(" AS ")
                .append(name);
        values.addAll(piece.parameters());
        names.put(key(piece), name);
        return name;
    }

    private static String key(Piece piece) {
        return piece.sql() + piece.parameters();
    }

    private void filter(Statement statement) {
        condition.ifPresent(expression -> {
            statement.sql.append(" WHERE ");
            statement.add(SqlWriter.condition(where, schema, expression));
        });
    }

    private static void direction(Statement statement, OrderItem item) {
        statement
                .sql
                .append(item.descending() ? " DESC" : " ASC")
                .append(item.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
    }

    /** Dates and times leave DuckDB as ISO 8601 text. */
    private static String shown(String sql, Kind kind) {
        return switch (kind) {
            case INTEGER, DECIMAL, DOUBLE, BOOLEAN -> sql;
            case TEXT, JSON, GEOMETRY, DATE, TIME -> "CAST(" + sql + " AS VARCHAR)";
            case TIMESTAMP -> "replace(CAST(" + sql + " AS VARCHAR), ' ', 'T')";
        };
    }

    private static final class Statement {
        private final StringBuilder sql = new StringBuilder();
        private final List<Object> parameters = new ArrayList<>();

        void add(Piece piece) {
            sql.append(piece.sql());
            parameters.addAll(piece.parameters());
        }

        Piece piece() {
            return new Piece(sql.toString(), parameters);
        }
    }
}
