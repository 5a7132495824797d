package org.jiaohui.dataset.query;

import java.util.List;
import java.util.Locale;
import org.jiaohui.dataset.query.Expression.Aggregate;
import org.jiaohui.dataset.query.Expression.Literal;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType.Kind;
import org.jiaohui.exchange.table.TableSchema;

/**
 * Which kinds of values expressions have, and which may stand together; a tree whose kinds do not fit is refused here, so that DuckDB never sees it. A text
 * literal beside a typed value counts as that type.
 */
record ExpressionKinds(QueryText query, TableSchema schema) {
    /** The kind of a whole expression, which may be an aggregate. */
    Kind ofWhole(Expression expression) {
        return expression instanceof Aggregate aggregate ? aggregate(aggregate) : of(expression);
    }

    /** The kind of an expression where no aggregate may stand. */
    Kind of(Expression expression) {
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
            case Aggregate aggregate -> throw misplaced(aggregate);
        };
    }

    Column column(Expression.ColumnName name) {
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

    Kind numberOf(Expression expression) {
        Kind kind = of(expression);
        if (!isNumber(kind)) {
            throw mismatch(expression, "数", "a number", kind);
        }
        return kind;
    }

    private static boolean isNumber(Kind kind) {
        return kind == Kind.INTEGER || kind == Kind.DECIMAL || kind == Kind.DOUBLE;
    }

    private Kind arithmetic(Expression.Arithmetic arithmetic) {
        Kind left = of(arithmetic.left());
        Kind right = of(arithmetic.right());
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
                Kind kind = of(first);
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
                Kind kind = of(first);
                for (Expression argument : call.arguments()) {
                    kind = common(first, kind, argument);
                }
                yield kind;
            }
        };
    }

    Kind textual(Expression expression) {
        Kind kind = of(expression);
        if (!kind.isTextual()) {
            throw mismatch(expression, "文本", "text", kind);
        }
        return Kind.TEXT;
    }

    private RuntimeException misplaced(Aggregate aggregate) {
        return query.wrong(
                aggregate.at(),
                "此处不能用聚合函数 " + aggregate.function().word(),
                "the aggregate " + aggregate.function().word() + " cannot stand here");
    }

    private Kind aggregate(Aggregate aggregate) {
        if (aggregate.argument().isEmpty()) {
            return Kind.INTEGER;
        }
        Expression argument = aggregate.argument().getFirst();
        Kind kind = of(argument);
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

    void require(Expression expression, Kind wanted) {
        Kind kind = of(expression);
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
    Kind common(Expression left, Kind leftKind, Expression right) {
        Kind rightKind = of(right);
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
}
