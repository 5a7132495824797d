package org.jiaohui.dataset.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jiaohui.dataset.query.Expression.AggregateFunction;
import org.jiaohui.dataset.query.Expression.Function;
import org.jiaohui.dataset.query.Expression.Literal;

/** Reads the four parameters of a query by recursive descent; the grammar is in docs/records.md. */
final class QueryParser {
    static final int MOST_CHOICES = 1_000;
    private static final int MOST_ITEMS = 500;
    private static final Set<String> RESERVED = Set.of(
            "and",
            "or",
            "not",
            "in",
            "between",
            "like",
            "ilike",
            "is",
            "null",
            "true",
            "false",
            "as",
            "asc",
            "desc",
            "select",
            "from",
            "where",
            "union",
            "case",
            "cast",
            "exists",
            "distinct",
            "with",
            "having");

    private final QueryText query;
    private final TokenReader words;

    private QueryParser(QueryText query) {
        this.query = query;
        words = new TokenReader(query);
    }

    /**
     * A column of the answer.
     *
     * @param alias name that the caller gave it
     */
    record SelectItem(Expression expression, Optional<String> alias) {}

    /** A sort key. Empty values come last unless {@code nullsFirst}. */
    record OrderItem(Expression expression, boolean descending, boolean nullsFirst) {}

    static Optional<Expression> condition(QueryText query) {
        QueryParser parser = new QueryParser(query);
        if (parser.words.isAtEnd()) {
            return Optional.empty();
        }
        Expression condition = parser.or();
        parser.words.requireEnd("and、or 或结尾", "and, or or the end");
        return Optional.of(condition);
    }

    /** Empty for all columns. */
    static List<SelectItem> select(QueryText query) {
        QueryParser parser = new QueryParser(query);
        List<SelectItem> items = new ArrayList<>();
        if (parser.words.isAtEnd()) {
            return items;
        }
        if (parser.words.take("*")) {
            parser.words.requireEnd("结尾", "the end");
            return items;
        }
        do {
            Expression expression = parser.additive();
            Optional<String> alias = parser.words.takeWord("as") ? Optional.of(parser.name()) : Optional.empty();
            parser.add(items, new SelectItem(expression, alias));
        } while (parser.words.take(","));
        parser.words.requireEnd("as、逗号或结尾", "as, a comma or the end");
        return items;
    }

    static List<Expression> group(QueryText query) {
        QueryParser parser = new QueryParser(query);
        List<Expression> items = new ArrayList<>();
        if (parser.words.isAtEnd()) {
            return items;
        }
        do {
            parser.add(items, parser.additive());
        } while (parser.words.take(","));
        parser.words.requireEnd("逗号或结尾", "a comma or the end");
        return items;
    }

    static List<OrderItem> order(QueryText query) {
        QueryParser parser = new QueryParser(query);
        List<OrderItem> items = new ArrayList<>();
        if (parser.words.isAtEnd()) {
            return items;
        }
        do {
            Expression expression = parser.additive();
            if (expression.isConstant()) {
                throw query.wrong(
                        expression.at(),
                        "按固定值排序没有意义：请写列名、列的表达式或 select 中的名称；列不能用序号指称，单引号里的是文字而不是列名",
                        "a value that is the same for every row sorts nothing: write a column, an expression of columns or a name"
                                + " given in select; columns have no numbers here, and single quotes make a text, not a column");
            }
            boolean descending = parser.words.takeWord("desc");
            if (!descending) {
                parser.words.takeWord("asc");
            }
            boolean nullsFirst = false;
            if (parser.words.takeWord("nulls")) {
                nullsFirst = parser.words.takeWord("first");
                if (!nullsFirst && !parser.words.takeWord("last")) {
                    throw parser.words.expected("first 或 last", "first or last");
                }
            }
            parser.add(items, new OrderItem(expression, descending, nullsFirst));
        } while (parser.words.take(","));
        parser.words.requireEnd("asc、desc、逗号或结尾", "asc, desc, a comma or the end");
        return items;
    }

    private <T> void add(List<T> items, T item) {
        if (items.size() == MOST_ITEMS) {
            throw query.wrong(words.peek().at(), "超过 " + MOST_ITEMS + " 项", "more than " + MOST_ITEMS + " items");
        }
        items.add(item);
    }

    private Expression or() {
        return junction(false, this::and, "or");
    }

    private Expression and() {
        return junction(true, this::not, "and");
    }

    private Expression junction(boolean all, Supplier<Expression> part, String between) {
        int at = words.peek().at();
        List<Expression> parts = new ArrayList<>();
        do {
            parts.add(part.get());
        } while (words.takeWord(between));
        return parts.size() == 1 ? parts.getFirst() : new Expression.Junction(all, parts, at);
    }

    private Expression not() {
        int at = words.peek().at();
        if (!words.takeWord("not")) {
            return predicate();
        }
        words.enter();
        Expression condition = not();
        words.leave();
        return new Expression.Not(condition, at);
    }

    private Expression predicate() {
        Expression left = additive();
        Token token = words.peek();
        if (token.kind() == Token.Kind.SYMBOL && isComparison(token.text())) {
            words.skip(1);
            refuseNull();
            return new Expression.Comparison(token.text(), left, additive(), left.at());
        }
        if (words.takeWord("is")) {
            boolean negated = words.takeWord("not");
            if (!words.takeWord("null")) {
                throw words.expected(negated ? "null" : "null 或 not null", negated ? "null" : "null or not null");
            }
            return new Expression.IsNull(left, negated, left.at());
        }
        boolean negated = words.takeWord("not");
        if (words.takeWord("in")) {
            return new Expression.In(left, choices(), negated, left.at());
        }
        if (words.takeWord("between")) {
            Expression least = additive();
            if (!words.takeWord("and")) {
                throw words.expected("and（between … and …）", "and (between … and …)");
            }
            return new Expression.Between(left, least, additive(), negated, left.at());
        }
        if (words.peek().isWord("like") || words.peek().isWord("ilike")) {
            boolean ignoreCase = words.next().isWord("ilike");
            return new Expression.Like(left, additive(), ignoreCase, negated, left.at());
        }
        if (negated) {
            throw words.expected("in、between、like 或 ilike", "in, between, like or ilike");
        }
        return left;
    }

    private static boolean isComparison(String symbol) {
        return switch (symbol) {
            case "=", "<>", "<", "<=", ">", ">=" -> true;
            default -> false;
        };
    }

    private void refuseNull() {
        if (words.peek().isWord("null")) {
            throw query.wrong(
                    words.peek().at(),
                    "与空值比较没有结果，请写 is null 或 is not null",
                    "nothing compares with null; write is null or is not null");
        }
    }

    private List<Expression> choices() {
        words.require("(");
        List<Expression> choices = new ArrayList<>();
        do {
            if (choices.size() == MOST_CHOICES) {
                throw query.wrong(
                        words.peek().at(),
                        "in 列表超过 " + MOST_CHOICES + " 项",
                        "more than " + MOST_CHOICES + " values in the list");
            }
            refuseNull();
            choices.add(additive());
        } while (words.take(","));
        words.require(")");
        return choices;
    }

    private Expression additive() {
        return chain(this::multiplicative, "+", "-");
    }

    private Expression multiplicative() {
        return chain(this::unary, "*", "/");
    }

    /** Each operator of a chain counts as one level, because the tree is as deep as the chain is long. */
    private Expression chain(Supplier<Expression> part, String one, String other) {
        int before = words.depth();
        Expression left = part.get();
        while (words.peek().isSymbol(one) || words.peek().isSymbol(other)) {
            Token operator = words.next();
            words.enter();
            left = new Expression.Arithmetic(operator.text(), left, part.get(), left.at());
        }
        words.returnTo(before);
        return left;
    }

    private Expression unary() {
        int at = words.peek().at();
        if (words.take("-")) {
            words.enter();
            Expression value = unary();
            words.leave();
            return new Expression.Negation(value, at);
        }
        return primary();
    }

    private Expression primary() {
        Token token = words.peek();
        return switch (token.kind()) {
            case TEXT -> new Literal(Literal.Kind.TEXT, words.next().text(), token.at());
            case NUMBER -> number(words.next());
            case QUOTED_NAME -> new Expression.ColumnName(words.next().text(), token.at());
            case SYMBOL -> parenthesis();
            case WORD -> word(token);
            case END -> throw expectedValue();
        };
    }

    private Expression parenthesis() {
        if (!words.take("(")) {
            throw expectedValue();
        }
        words.enter();
        Expression inner = or();
        words.leave();
        words.require(")");
        return inner;
    }

    private Expression word(Token token) {
        String word = token.text().toLowerCase(Locale.ROOT);
        Token after = words.peekBehind();
        if (word.equals("true") || word.equals("false")) {
            words.skip(1);
            return new Literal(Literal.Kind.BOOLEAN, word, token.at());
        }
        if ((word.equals("date") || word.equals("timestamp")) && after.kind() == Token.Kind.TEXT) {
            words.skip(2);
            Literal.Kind kind = word.equals("date") ? Literal.Kind.DATE : Literal.Kind.TIMESTAMP;
            return new Literal(kind, after.text(), token.at());
        }
        if (after.isSymbol("(") && !RESERVED.contains(word)) {
            return call(token, word);
        }
        if (RESERVED.contains(word)) {
            throw expectedValue();
        }
        words.skip(1);
        return new Expression.ColumnName(token.text(), token.at());
    }

    private Expression call(Token token, String word) {
        for (AggregateFunction function : AggregateFunction.values()) {
            if (function.word().equals(word)) {
                words.skip(2);
                return aggregate(function, token.at());
            }
        }
        for (Function function : Function.values()) {
            if (function.word().equals(word)) {
                words.skip(2);
                return arguments(function, token.at());
            }
        }
        throw query.wrong(
                token.at(),
                "没有函数 " + token.shown() + "；可用 lower upper length year month day round abs coalesce substr",
                "there is no function " + token.shown()
                        + "; known are lower upper length year month day round abs coalesce substr");
    }

    private Expression aggregate(AggregateFunction function, int at) {
        if (function == AggregateFunction.COUNT && words.take("*")) {
            words.require(")");
            return new Expression.Aggregate(function, List.of(), false, at);
        }
        boolean distinct = function == AggregateFunction.COUNT && words.takeWord("distinct");
        words.enter();
        Expression argument = additive();
        words.leave();
        words.require(")");
        return new Expression.Aggregate(function, List.of(argument), distinct, at);
    }

    private Expression arguments(Function function, int at) {
        List<Expression> arguments = new ArrayList<>();
        words.enter();
        do {
            arguments.add(additive());
        } while (words.take(","));
        words.leave();
        words.require(")");
        if (arguments.size() < function.least || arguments.size() > function.most) {
            String range = function.least == function.most ? "" + function.least : function.least + "–" + function.most;
            throw query.wrong(
                    at,
                    function.word() + " 要 " + range + " 个参数，给了 " + arguments.size() + " 个",
                    function.word() + " takes " + range + " arguments, got " + arguments.size());
        }
        return new Expression.Call(function, arguments, at);
    }

    private Literal number(Token token) {
        String text = token.text();
        if (text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            return new Literal(Literal.Kind.DOUBLE, text, token.at());
        }
        if (text.length() > 38) {
            throw query.wrong(token.at(), "数超过 38 位", "a number has at most 38 digits");
        }
        boolean whole = text.indexOf('.') < 0 && text.length() <= 18;
        return new Literal(whole ? Literal.Kind.INTEGER : Literal.Kind.DECIMAL, text, token.at());
    }

    private String name() {
        Token token = words.peek();
        boolean bare = token.kind() == Token.Kind.WORD
                && !RESERVED.contains(token.text().toLowerCase(Locale.ROOT));
        if (!bare && token.kind() != Token.Kind.QUOTED_NAME) {
            throw words.expected("名称", "a name");
        }
        words.skip(1);
        return token.text();
    }

    private RuntimeException expectedValue() {
        return words.expected("列名、值、函数或括号", "a column, a value, a function or a parenthesis");
    }
}
