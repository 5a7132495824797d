package org.jiaohui.dataset.query;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jiaohui.dataset.query.Expression.Aggregate;
import org.jiaohui.dataset.query.Expression.Function;
import org.jiaohui.dataset.query.Expression.Literal;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType.Kind;
import org.jiaohui.exchange.table.TableSchema;

/**
 * Turns a tree into DuckDB's SQL. Columns come from the schema, operators and functions from our own words, every value becomes a bound parameter; a tree
 * whose types do not fit is refused here, so that DuckDB never sees it. A text literal beside a typed value is read as that type.
 */
final class SqlWriter {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIMESTAMP =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?");
    private static final Pattern TIME = Pattern.compile("\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,19}(\\.\\d{1,18})?");

    private final QueryText query;
    private final TableSchema schema;
    private final boolean aggregatesAllowed;
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    /** A piece of SQL with the values for its question marks. */
    record Piece(String sql, List<Object> parameters) {
        static final Piece EMPTY = new Piece("", List.of());
    }

    private SqlWriter(QueryText query, TableSchema schema, boolean aggregatesAllowed) {
        this.query = query;
        this.schema = schema;
        this.aggregatesAllowed = aggregatesAllowed;
    }

    static Piece condition(QueryText query, TableSchema schema, Expression condition) {
        SqlWriter writer = new SqlWriter(query, schema, false);
        writer.require(condition, Kind.BOOLEAN);
        writer.write(condition, Kind.BOOLEAN);
        return new Piece(writer.sql.toString(), writer.parameters);
    }

    static Piece value(QueryText query, TableSchema schema, Expression expression) {
        SqlWriter writer = new SqlWriter(query, schema, expression instanceof Aggregate);
        writer.write(expression, writer.typeOf(expression));
        return new Piece(writer.sql.toString(), writer.parameters);
    }

    /** The kind of an expression's values; refuses what does not fit. */
    static Kind kindOf(QueryText query, TableSchema schema, Expression expression) {
        return new SqlWriter(query, schema, expression instanceof Aggregate).typeOf(expression);
    }

    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private Column column(Expression.ColumnName name) {
        int index = schema.indexOf(name.name());
        if (index < 0) {
            List<String> names = schema.columns().stream().map(Column::name).toList();
            String shown =
                    String.join("、", names.subList(0, Math.min(30, names.size()))) + (names.size() > 30 ? " …" : "");
            throw query.wrong(
                    name.at(),
                    "没有列 \"" + name.name() + "\"，现有：" + shown,
                    "there is no column \"" + name.name() + "\" (found: " + shown.replace("、", ", ") + ")");
        }
        return schema.columns().get(index);
    }

    private Kind typeOf(Expression expression) {
        return switch (expression) {
            case Expression.ColumnName name -> column(name).type().kind();
            case Literal literal ->
                switch (literal.kind()) {
                    case TEXT -> Kind.TEXT;
                    case INTEGER -> Kind.INTEGER;
                    case DECIMAL -> Kind.DECIMAL;
                    case DOUBLE -> Kind.DOUBLE;
                    case BOOLEAN -> Kind.BOOLEAN;
                    case DATE -> Kind.DATE;
                    case TIMESTAMP -> Kind.TIMESTAMP;
                };
            case Expression.Comparison ignored -> Kind.BOOLEAN;
            case Expression.Junction ignored -> Kind.BOOLEAN;
            case Expression.Not ignored -> Kind.BOOLEAN;
            case Expression.In ignored -> Kind.BOOLEAN;
            case Expression.Between ignored -> Kind.BOOLEAN;
            case Expression.Like ignored -> Kind.BOOLEAN;
            case Expression.IsNull ignored -> Kind.BOOLEAN;
            case Expression.Negation negation -> numberOf(negation.value());
            case Expression.Arithmetic arithmetic -> arithmetic(arithmetic);
            case Expression.Call call -> call(call);
            case Aggregate aggregate -> aggregate(aggregate);
        };
    }

    private Kind numberOf(Expression expression) {
        Kind kind = typeOf(expression);
        if (!isNumber(kind)) {
            throw mismatch(expression, "数", "a number", kind);
        }
        return kind;
    }

    private static boolean isNumber(Kind kind) {
        return kind == Kind.INTEGER || kind == Kind.DECIMAL || kind == Kind.DOUBLE;
    }

    private Kind arithmetic(Expression.Arithmetic arithmetic) {
        Kind left = typeOf(arithmetic.left());
        Kind right = typeOf(arithmetic.right());
        boolean plus = arithmetic.operator().equals("+");
        boolean minus = arithmetic.operator().equals("-");
        if (left == Kind.DATE && right == Kind.INTEGER && (plus || minus)) {
            return Kind.DATE;
        }
        if (left == Kind.DATE && right == Kind.DATE && minus) {
            return Kind.INTEGER;
        }
        numberOf(arithmetic.left());
        numberOf(arithmetic.right());
        if (arithmetic.operator().equals("/") || left == Kind.DOUBLE || right == Kind.DOUBLE) {
            return Kind.DOUBLE;
        }
        return left == Kind.DECIMAL || right == Kind.DECIMAL ? Kind.DECIMAL : Kind.INTEGER;
    }

    private Kind call(Expression.Call call) {
        Expression first = call.arguments().getFirst();
        return switch (call.function()) {
            case LOWER, UPPER -> textual(first);
            case LENGTH -> {
                textual(first);
                yield Kind.INTEGER;
            }
            case SUBSTR -> {
                call.arguments().stream().skip(1).forEach(argument -> require(argument, Kind.INTEGER));
                yield textual(first);
            }
            case YEAR, MONTH, DAY -> {
                Kind kind = typeOf(first);
                if (kind != Kind.DATE && kind != Kind.TIMESTAMP) {
                    throw mismatch(first, "日期或时刻", "a date or timestamp", kind);
                }
                yield Kind.INTEGER;
            }
            case ABS -> numberOf(first);
            case ROUND -> {
                if (call.arguments().size() > 1) {
                    Expression digits = call.arguments().get(1);
                    if (!(digits instanceof Literal literal)
                            || literal.kind() != Literal.Kind.INTEGER
                            || literal.value().length() > 2) {
                        throw query.wrong(
                                digits.at(), "小数位数应为 0 到 18 的整数", "the digits are a whole number from 0 to 18");
                    }
                }
                yield numberOf(first);
            }
            case COALESCE -> {
                Kind kind = typeOf(first);
                for (Expression argument : call.arguments()) {
                    kind = common(first, kind, argument);
                }
                yield kind;
            }
        };
    }

    private Kind textual(Expression expression) {
        Kind kind = typeOf(expression);
        if (!kind.isTextual()) {
            throw mismatch(expression, "文本", "text", kind);
        }
        return Kind.TEXT;
    }

    private Kind aggregate(Aggregate aggregate) {
        if (!aggregatesAllowed) {
            throw query.wrong(
                    aggregate.at(),
                    "此处不能用聚合函数 " + aggregate.function().word(),
                    "the aggregate " + aggregate.function().word() + " cannot stand here");
        }
        if (aggregate.argument().isEmpty()) {
            return Kind.INTEGER;
        }
        Expression argument = aggregate.argument().getFirst();
        Kind kind = new SqlWriter(query, schema, false).typeOf(argument);
        return switch (aggregate.function()) {
            case COUNT -> Kind.INTEGER;
            case MIN, MAX -> kind;
            case SUM -> numberOf(argument);
            case AVG -> {
                numberOf(argument);
                yield Kind.DOUBLE;
            }
        };
    }

    private void require(Expression expression, Kind wanted) {
        Kind kind = typeOf(expression);
        if (kind != wanted) {
            throw wanted == Kind.BOOLEAN
                    ? mismatch(expression, "条件", "a condition", kind)
                    : mismatch(expression, "整数", "a whole number", kind);
        }
    }

    private RuntimeException mismatch(Expression expression, String chinese, String english, Kind found) {
        String label = found.name().toLowerCase(Locale.ROOT);
        return query.wrong(
                expression.at(), "应为" + chinese + "，却是 " + label, "expected " + english + ", found " + label);
    }

    /** The kind in which two values meet; a text literal takes the kind of the other. */
    private Kind common(Expression left, Kind leftKind, Expression right) {
        Kind rightKind = typeOf(right);
        if (leftKind == rightKind) {
            return leftKind;
        }
        if (leftKind.isTextual() && rightKind.isTextual()) {
            return Kind.TEXT;
        }
        if (isText(left)) {
            return rightKind;
        }
        if (isText(right)) {
            return leftKind;
        }
        if (isNumber(leftKind) && isNumber(rightKind)) {
            return leftKind == Kind.DOUBLE || rightKind == Kind.DOUBLE ? Kind.DOUBLE : Kind.DECIMAL;
        }
        if ((leftKind == Kind.DATE && rightKind == Kind.TIMESTAMP)
                || (leftKind == Kind.TIMESTAMP && rightKind == Kind.DATE)) {
            return Kind.TIMESTAMP;
        }
        String one = leftKind.name().toLowerCase(Locale.ROOT);
        String other = rightKind.name().toLowerCase(Locale.ROOT);
        String hint = leftKind.isTextual() && right instanceof Literal literal ? " '" + literal.value() + "'" : "";
        throw query.wrong(
                right.at(),
                one + " 不能与 " + other + " 比较" + (hint.isEmpty() ? "" : "，请写" + hint),
                one + " cannot be compared with " + other + (hint.isEmpty() ? "" : "; write" + hint));
    }

    private static boolean isText(Expression expression) {
        return expression instanceof Literal literal && literal.kind() == Literal.Kind.TEXT;
    }

    private void write(Expression expression, Kind as) {
        switch (expression) {
            case Expression.ColumnName name -> sql.append(quoted(column(name).name()));
            case Literal literal -> writeLiteral(literal, as);
            case Expression.Comparison comparison -> {
                Kind kind = common(comparison.left(), typeOf(comparison.left()), comparison.right());
                sql.append('(');
                write(comparison.left(), kind);
                sql.append(' ').append(comparison.operator()).append(' ');
                write(comparison.right(), kind);
                sql.append(')');
            }
            case Expression.Junction junction -> {
                String between = "(";
                for (Expression part : junction.parts()) {
                    require(part, Kind.BOOLEAN);
                    sql.append(between);
                    write(part, Kind.BOOLEAN);
                    between = junction.all() ? " AND " : " OR ";
                }
                sql.append(')');
            }
            case Expression.Not not -> {
                require(not.condition(), Kind.BOOLEAN);
                sql.append("(NOT ");
                write(not.condition(), Kind.BOOLEAN);
                sql.append(')');
            }
            case Expression.In in -> writeIn(in);
            case Expression.Between between -> writeBetween(between);
            case Expression.Like like -> {
                textual(like.value());
                textual(like.pattern());
                sql.append('(');
                write(like.value(), Kind.TEXT);
                sql.append(like.negated() ? " NOT" : "").append(like.ignoreCase() ? " ILIKE " : " LIKE ");
                write(like.pattern(), Kind.TEXT);
                sql.append(')');
            }
            case Expression.IsNull isNull -> {
                sql.append('(');
                write(isNull.value(), typeOf(isNull.value()));
                sql.append(isNull.negated() ? " IS NOT NULL)" : " IS NULL)");
            }
            case Expression.Negation negation -> {
                sql.append("(- ");
                write(negation.value(), numberOf(negation.value()));
                sql.append(')');
            }
            case Expression.Arithmetic arithmetic -> {
                arithmetic(arithmetic);
                sql.append('(');
                write(arithmetic.left(), typeOf(arithmetic.left()));
                sql.append(' ').append(arithmetic.operator()).append(' ');
                writeTerm(arithmetic.right(), typeOf(arithmetic.left()) == Kind.DATE);
                sql.append(')');
            }
            case Expression.Call call -> writeCall(call);
            case Aggregate aggregate -> {
                aggregate(aggregate);
                sql.append(aggregate.function().name()).append('(').append(aggregate.distinct() ? "DISTINCT " : "");
                if (aggregate.argument().isEmpty()) {
                    sql.append('*');
                } else {
                    Expression argument = aggregate.argument().getFirst();
                    write(argument, typeOf(argument));
                }
                sql.append(')');
            }
        }
    }

    /** DuckDB adds days to a date only as 32-bit integers. */
    private void writeTerm(Expression expression, boolean days) {
        Kind kind = typeOf(expression);
        boolean cast = days && kind == Kind.INTEGER;
        sql.append(cast ? "CAST(" : "");
        write(expression, kind);
        sql.append(cast ? " AS INTEGER)" : "");
    }

    private void writeIn(Expression.In in) {
        Kind kind = typeOf(in.value());
        for (Expression choice : in.choices()) {
            kind = common(in.value(), kind, choice);
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
        Kind kind = common(between.value(), typeOf(between.value()), between.least());
        kind = common(between.value(), kind, between.most());
        sql.append('(');
        write(between.value(), kind);
        sql.append(between.negated() ? " NOT BETWEEN " : " BETWEEN ");
        write(between.least(), kind);
        sql.append(" AND ");
        write(between.most(), kind);
        sql.append(')');
    }

    private void writeCall(Expression.Call call) {
        Kind kind = call(call);
        Function function = call.function();
        sql.append(function.name()).append('(');
        for (int i = 0; i < call.arguments().size(); i++) {
            Expression argument = call.arguments().get(i);
            sql.append(i == 0 ? "" : ", ");
            boolean cast = i > 0 && function == Function.ROUND;
            sql.append(cast ? "CAST(" : "");
            write(argument, function == Function.COALESCE ? kind : typeOf(argument));
            sql.append(cast ? " AS INTEGER)" : "");
        }
        sql.append(')');
    }

    private void writeLiteral(Literal literal, Kind as) {
        String value = literal.value();
        switch (literal.kind()) {
            case INTEGER -> bind("CAST(? AS BIGINT)", Long.valueOf(value));
            case DECIMAL -> bindDecimal(value);
            case DOUBLE -> bind("CAST(? AS DOUBLE)", Double.valueOf(value));
            case BOOLEAN -> bind("CAST(? AS BOOLEAN)", value.equals("true"));
            case DATE -> bind("CAST(? AS DATE)", date(literal));
            case TIMESTAMP -> bind("CAST(? AS TIMESTAMP)", timestamp(literal));
            case TEXT -> writeText(literal, as);
        }
    }

    private void writeText(Literal literal, Kind as) {
        String value = literal.value().strip();
        switch (as) {
            case TEXT, JSON, GEOMETRY -> bind("CAST(? AS VARCHAR)", literal.value());
            case INTEGER, DECIMAL, DOUBLE -> {
                if (!NUMBER.matcher(value).matches()) {
                    throw unreadable(literal, "数", "a number");
                }
                bindDecimal(value);
            }
            case BOOLEAN -> {
                if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
                    throw unreadable(literal, "true 或 false", "true or false");
                }
                bind("CAST(? AS BOOLEAN)", value.equalsIgnoreCase("true"));
            }
            case DATE -> bind("CAST(? AS DATE)", date(literal));
            case TIMESTAMP -> bind("CAST(? AS TIMESTAMP)", timestamp(literal));
            case TIME -> bind("CAST(? AS TIME)", time(literal));
        }
    }

    private void bindDecimal(String value) {
        int point = value.indexOf('.');
        long digits = value.chars().filter(Character::isDigit).count();
        int scale = point < 0 ? 0 : value.length() - point - 1;
        bind("CAST(? AS DECIMAL(" + Math.max(1, digits) + "," + scale + "))", value);
    }

    private String date(Literal literal) {
        String value = literal.value().strip();
        try {
            if (DATE.matcher(value).matches()) {
                return LocalDate.parse(value).toString();
            }
        } catch (DateTimeException e) {
            throw unreadable(literal, "日期，如 2025-01-31", "a date such as 2025-01-31");
        }
        throw unreadable(literal, "日期，如 2025-01-31", "a date such as 2025-01-31");
    }

    private String timestamp(Literal literal) {
        String value = literal.value().strip();
        try {
            if (DATE.matcher(value).matches()) {
                return LocalDate.parse(value).atStartOfDay().toString();
            }
            if (TIMESTAMP.matcher(value).matches()) {
                return LocalDateTime.parse(value.replace(' ', 'T')).toString();
            }
        } catch (DateTimeException e) {
            throw unreadable(literal, "时刻，如 2025-01-31 08:00:00", "a timestamp such as 2025-01-31 08:00:00");
        }
        throw unreadable(literal, "时刻，如 2025-01-31 08:00:00", "a timestamp such as 2025-01-31 08:00:00");
    }

    private String time(Literal literal) {
        String value = literal.value().strip();
        try {
            if (TIME.matcher(value).matches()) {
                return LocalTime.parse(value).toString();
            }
        } catch (DateTimeException e) {
            throw unreadable(literal, "时间，如 08:00:00", "a time such as 08:00:00");
        }
        throw unreadable(literal, "时间，如 08:00:00", "a time such as 08:00:00");
    }

    private RuntimeException unreadable(Literal literal, String chinese, String english) {
        String shown = literal.value().length() <= 60
                ? literal.value()
                : literal.value().substring(0, 60) + "…";
        return query.wrong(literal.at(), "\"" + shown + "\" 不是" + chinese, "\"" + shown + "\" is not " + english);
    }

    private void bind(String placeholder, Object value) {
        sql.append(placeholder);
        parameters.add(value);
    }
}
