package org.jiaohui.dataset.query;

import java.util.ArrayList;
import java.util.List;
import org.jiaohui.dataset.query.Expression.Aggregate;
import org.jiaohui.dataset.query.Expression.Function;
import org.jiaohui.dataset.query.Expression.Literal;
import org.jiaohui.exchange.table.ColumnType.Kind;
import org.jiaohui.exchange.table.TableSchema;

/**
 * Turns a tree whose {@link ExpressionKinds kinds} fit into DuckDB's SQL. Columns come from the schema, operators and functions from our own words, every value becomes
 * a bound parameter. A text literal beside a typed value is read as that type.
 */
final class SqlWriter {
    private final ExpressionKinds kinds;
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    /** A piece of SQL with the values for its question marks. */
    record Piece(String sql, List<Object> parameters) {
        static final Piece EMPTY = new Piece("", List.of());
    }

    private SqlWriter(ExpressionKinds kinds) {
        this.kinds = kinds;
    }

    static Piece condition(QueryText query, TableSchema schema, Expression condition) {
        SqlWriter writer = new SqlWriter(new ExpressionKinds(query, schema));
        writer.writeCondition(condition);
        return writer.piece();
    }

    static Piece value(QueryText query, TableSchema schema, Expression expression) {
        SqlWriter writer = new SqlWriter(new ExpressionKinds(query, schema));
        writer.write(expression, writer.kinds.ofWhole(expression));
        return writer.piece();
    }

    private Piece piece() {
        return new Piece(sql.toString(), parameters);
    }

    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private void writeCondition(Expression expression) {
        kinds.require(expression, Kind.BOOLEAN);
        write(expression, Kind.BOOLEAN);
    }

    private void write(Expression expression, Kind as) {
        switch (expression) {
            case Expression.ColumnName name ->
                sql.append(quoted(kinds.column(name).name()));
            case Literal literal -> {
                BoundLiteral bound = BoundLiteral.of(kinds.query(), literal, as);
                sql.append(bound.placeholder());
                parameters.add(bound.value());
            }
            case Expression.Comparison comparison -> {
                Kind kind = kinds.common(comparison.left(), kinds.of(comparison.left()), comparison.right());
                sql.append('(');
                write(comparison.left(), kind);
                sql.append(' ').append(comparison.operator()).append(' ');
                write(comparison.right(), kind);
                sql.append(')');
            }
            case Expression.Junction junction -> {
                String between = "(";
                for (Expression part : junction.parts()) {
                    sql.append(between);
                    writeCondition(part);
                    between = junction.all() ? " AND " : " OR ";
                }
                sql.append(')');
            }
            case Expression.Not not -> {
                sql.append("(NOT ");
                writeCondition(not.condition());
                sql.append(')');
            }
            case Expression.In in -> writeIn(in);
            case Expression.Between between -> writeBetween(between);
            case Expression.Like like -> {
                kinds.textual(like.value());
                kinds.textual(like.pattern());
                sql.append('(');
                write(like.value(), Kind.TEXT);
                sql.append(like.negated() ? " NOT" : "").append(like.ignoreCase() ? " ILIKE " : " LIKE ");
                write(like.pattern(), Kind.TEXT);
                sql.append(')');
            }
            case Expression.IsNull isNull -> {
                sql.append('(');
                write(isNull.value(), kinds.of(isNull.value()));
                sql.append(isNull.negated() ? " IS NOT NULL)" : " IS NULL)");
            }
            case Expression.Negation negation -> {
                sql.append("(- ");
                write(negation.value(), kinds.numberOf(negation.value()));
                sql.append(')');
            }
            case Expression.Arithmetic arithmetic -> {
                kinds.of(arithmetic);
                sql.append('(');
                write(arithmetic.left(), kinds.of(arithmetic.left()));
                sql.append(' ').append(arithmetic.operator()).append(' ');
                writeTerm(arithmetic.right(), kinds.of(arithmetic.left()) == Kind.DATE);
                sql.append(')');
            }
            case Expression.Call call -> writeCall(call);
            case Aggregate aggregate -> {
                sql.append(aggregate.function().name()).append('(').append(aggregate.distinct() ? "DISTINCT " : "");
                if (aggregate.argument().isEmpty()) {
                    sql.append('*');
                } else {
                    Expression argument = aggregate.argument().getFirst();
                    write(argument, kinds.of(argument));
                }
                sql.append(')');
            }
        }
    }

    /** DuckDB adds days to a date only as 32-bit integers. */
    private void writeTerm(Expression expression, boolean days) {
        Kind kind = kinds.of(expression);
        boolean cast = days && kind == Kind.INTEGER;
        sql.append(cast ? "CAST(" : "");
        write(expression, kind);
        sql.append(cast ? " AS INTEGER)" : "");
    }

    private void writeIn(Expression.In in) {
        Kind kind = kinds.of(in.value());
        for (Expression choice : in.choices()) {
            kind = kinds.common(in.value(), kind, choice);
        }
        sql.append('(');
        write(in.value(), kind);
        String between = in.negated() ? " NOT IN (" : " IN (";
        for (Expression choice : in.choices()) {
            sql.append(between);
            write(choice, kind);
            between = ", ";
        }
        sql.append("))");
    }

    private void writeBetween(Expression.Between between) {
        Kind kind = kinds.common(between.value(), kinds.of(between.value()), between.least());
        kind = kinds.common(between.value(), kind, between.most());
        sql.append('(');
        write(between.value(), kind);
        sql.append(between.negated() ? " NOT BETWEEN " : " BETWEEN ");
        write(between.least(), kind);
        sql.append(" AND ");
        write(between.most(), kind);
        sql.append(')');
    }

    private void writeCall(Expression.Call call) {
        Kind kind = kinds.of(call);
        Function function = call.function();
        sql.append(function.name()).append('(');
        for (int i = 0; i < call.arguments().size(); i++) {
            Expression argument = call.arguments().get(i);
            sql.append(i == 0 ? "" : ", ");
            boolean cast = i > 0 && function == Function.ROUND;
            sql.append(cast ? "CAST(" : "");
            write(argument, function == Function.COALESCE ? kind : kinds.of(argument));
            sql.append(cast ? " AS INTEGER)" : "");
        }
        sql.append(')');
    }
}
