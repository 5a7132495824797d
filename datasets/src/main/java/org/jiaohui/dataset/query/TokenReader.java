package org.jiaohui.dataset.query;

import java.util.List;

/** The words of a query, read one after the other, and how deep the reader is in its tree. */
final class TokenReader {
    static final int DEEPEST = 50;

    private final QueryText query;
    private final List<Token> tokens;
    private int position;
    private int depth;

    TokenReader(QueryText query) {
        this.query = query;
        tokens = Lexer.read(query);
    }

    Token peek() {
        return tokens.get(position);
    }

    /** The word behind the next one; there is one as long as the next is not the end. */
    Token peekBehind() {
        return tokens.get(position + 1);
    }

    Token next() {
        return tokens.get(position++);
    }

    void skip(int words) {
        position += words;
    }

    boolean isAtEnd() {
        return peek().kind() == Token.Kind.END;
    }

    boolean take(String symbol) {
        if (peek().isSymbol(symbol)) {
            position++;
            return true;
        }
        return false;
    }

    boolean takeWord(String keyword) {
        if (peek().isWord(keyword)) {
            position++;
            return true;
        }
        return false;
    }

    void require(String symbol) {
        if (!take(symbol)) {
            throw expected(symbol, symbol);
        }
    }

    void requireEnd(String chinese, String english) {
        if (peek().kind() != Token.Kind.END) {
            throw expected(chinese, english);
        }
    }

    int depth() {
        return depth;
    }

    void enter() {
        if (++depth > DEEPEST) {
            throw query.wrong(peek().at(), "嵌套超过 " + DEEPEST + " 层", "nested deeper than " + DEEPEST + " levels");
        }
    }

    void leave() {
        depth--;
    }

    void returnTo(int earlier) {
        depth = earlier;
    }

    RuntimeException expected(String chinese, String english) {
        return query.wrong(
                peek().at(),
                "应为 " + chinese + "，却是 " + peek().shown(),
                "expected " + english + ", found " + peek().shown());
    }
}
