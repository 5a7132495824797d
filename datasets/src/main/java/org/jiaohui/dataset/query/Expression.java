package org.jiaohui.dataset.query;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The tree of a query. {@link #text()} prints it in the query language; what is printed parses to the same tree. */
sealed interface Expression {
    /** Index of its first character in the query, for errors. */
    int at();

    String text();

    /** Whether it is the same for every row, because no column stands in it. */
    default boolean isConstant() {
        return switch (this) {
            case Literal ignored -> true;
            case Negation negation -> negation.value().isConstant();
            case Arithmetic arithmetic ->
                arithmetic.left().isConstant() && arithmetic.right().isConstant();
            case Call call -> call.arguments().stream().allMatch(Expression::isConstant);
            case ColumnName ignored -> false;
            case Comparison ignored -> false;
            case Junction ignored -> false;
            case Not ignored -> false;
            case In ignored -> false;
            case Between ignored -> false;
            case Like ignored -> false;
            case IsNull ignored -> false;
            case Aggregate ignored -> false;
        };
    }

    record ColumnName(String name, int at) implements Expression {
        @Override
        public String text() {
            return "\"" + name.replace("\"", "\"\"") + "\"";
        }
    }

    record Literal(Kind kind, String value, int at) implements Expression {
        enum Kind {
            TEXT,
            INTEGER,
            DECIMAL,
            DOUBLE,
            BOOLEAN,
            DATE,
            TIMESTAMP
        }

        @Override
        public String text() {
            return switch (kind) {
                case TEXT -> "'" + value.replace("'", "''") + "'";
                case INTEGER, DECIMAL, DOUBLE, BOOLEAN -> value;
                case DATE -> "date '" + value.replace("'", "''") + "'";
                case TIMESTAMP -> "timestamp '" + value.replace("'", "''") + "'";
            };
        }
    }

    /** {@code = <> < <= > >=}. */
    record Comparison(String operator, Expression left, Expression right, int at) implements Expression {
        @Override
        public String text() {
            return "(" + left.text() + " " + operator + " " + right.text() + ")";
        }
    }

    /** All ({@code and}) or any ({@code or}) of at least two conditions. */
    record Junction(boolean all, List<Expression> parts, int at) implements Expression {
        public Junction {
            parts = List.copyOf(parts);
        }

        @Override
        public String text() {
            return parts.stream().map(Expression::text).collect(Collectors.joining(all ? " and " : " or ", "(", ")"));
        }
    }

    record Not(Expression condition, int at) implements Expression {
        @Override
        public String text() {
            return "(not " + condition.text() + ")";
        }
    }

    record In(Expression value, List<Expression> choices, boolean negated, int at) implements Expression {
        public In {
            choices = List.copyOf(choices);
        }

        @Override
        public String text() {
            return "(" + value.text() + (negated ? " not" : "") + " in "
                    + choices.stream().map(Expression::text).collect(Collectors.joining(", ", "(", ")")) + ")";
        }
    }

    record Between(Expression value, Expression least, Expression most, boolean negated, int at) implements Expression {
        @Override
        public String text() {
            return "(" + value.text() + (negated ? " not" : "") + " between " + least.text() + " and " + most.text()
                    + ")";
        }
    }

    record Like(Expression value, Expression pattern, boolean ignoreCase, boolean negated, int at)
            implements Expression {
        @Override
        public String text() {
            return "(" + value.text() + (negated ? " not" : "") + (ignoreCase ? " ilike " : " like ") + pattern.text()
                    + ")";
        }
    }

    record IsNull(Expression value, boolean negated, int at) implements Expression {
        @Override
        public String text() {
            return "(" + value.text() + (negated ? " is not null" : " is null") + ")";
        }
    }

    /** {@code + - * /}. */
    record Arithmetic(String operator, Expression left, Expression right, int at) implements Expression {
        @Override
        public String text() {
            return "(" + left.text() + " " + operator + " " + right.text() + ")";
        }
    }

    record Negation(Expression value, int at) implements Expression {
        @Override
        public String text() {
            return "(- " + value.text() + ")";
        }
    }

    record Call(Function function, List<Expression> arguments, int at) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public String text() {
            return function.word()
                    + arguments.stream().map(Expression::text).collect(Collectors.joining(", ", "(", ")"));
        }
    }

    /** {@code count(*)}, where the argument is missing, or a function over the values of a group. */
    record Aggregate(AggregateFunction function, List<Expression> argument, boolean distinct, int at)
            implements Expression {
        public Aggregate {
            argument = List.copyOf(argument);
        }

        @Override
        public String text() {
            String inner = argument.isEmpty() ? "*" : argument.getFirst().text();
            return function.word() + "(" + (distinct ? "distinct " : "") + inner + ")";
        }
    }

    enum Function {
        LOWER(1, 1),
        UPPER(1, 1),
        LENGTH(1, 1),
        YEAR(1, 1),
        MONTH(1, 1),
        DAY(1, 1),
        ROUND(1, 2),
        ABS(1, 1),
        COALESCE(2, 20),
        SUBSTR(2, 3);

        final int least;
        final int most;

        Function(int least, int most) {
            this.least = least;
            this.most = most;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    enum AggregateFunction {
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
