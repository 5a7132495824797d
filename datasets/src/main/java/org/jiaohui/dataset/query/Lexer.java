package org.jiaohui.dataset.query;

import java.util.ArrayList;
import java.util.List;

/** Cuts a query into words. Comments, statement separators and every character that the language does not know are errors. */
final class Lexer {
    private static final String FULL_WIDTH = "＝＜＞（），；＋－＊／！‘’“”。、　";
    private static final String HALF_WIDTH = "=<>(),;+-*/!''\"\"., ";

    private final QueryText query;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(QueryText query) {
        this.query = query;
        text = query.text();
    }

    /** The words in order; the last is of kind END. */
    static List<Token> read(QueryText query) {
        Lexer lexer = new Lexer(query);
        while (lexer.skipSpace()) {
            lexer.tokens.add(lexer.next());
        }
        lexer.tokens.add(new Token(Token.Kind.END, "", lexer.text.length()));
        return lexer.tokens;
    }

    private boolean skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at < text.length();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private Token next() {
        int start = at;
        int c = text.codePointAt(at);
        if (c == '\'') {
            return new Token(Token.Kind.TEXT, quoted('\''), start);
        }
        if (c == '"') {
            String name = quoted('"');
            if (name.isEmpty()) {
                throw query.wrong(start, "双引号里没有列名", "there is no name between the double quotes");
            }
            return new Token(Token.Kind.QUOTED_NAME, name, start);
        }
        if (isDigit(c) || (c == '.' && start + 1 < text.length() && isDigit(text.charAt(start + 1)))) {
            return number();
        }
        if (c == '_' || Character.isLetter(c)) {
            while (at < text.length() && isWordPart(text.codePointAt(at))) {
                at += Character.charCount(text.codePointAt(at));
            }
            return new Token(Token.Kind.WORD, text.substring(start, at), start);
        }
        return symbol();
    }

    private static boolean isWordPart(int c) {
        return c == '_'
                || Character.isLetterOrDigit(c)
                || Character.getType(c) == Character.NON_SPACING_MARK
                || Character.getType(c) == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private String quoted(char quote) {
        int start = at++;
        StringBuilder content = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == 0 || (Character.isSurrogate(c) && !pairAt(at))) {
                throw query.wrong(at, "引号内有不允许的字符", "a character that is not allowed stands within the quotes");
            }
            if (c == quote) {
                if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
                    at++;
                } else {
                    at++;
                    return content.toString();
                }
            } else if (Character.isHighSurrogate(c)) {
                content.append(c);
                c = text.charAt(++at);
            }
            content.append(c);
            at++;
        }
        throw query.wrong(start, "引号没有结束", "the quote is never closed");
    }

    private boolean pairAt(int index) {
        return index + 1 < text.length() && Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1));
    }

    private Token number() {
        int start = at;
        digits();
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            int exponent = at;
            digits();
            if (exponent == at) {
                throw query.wrong(start, "数的指数不完整", "the exponent of the number is incomplete");
            }
        }
        if (at < text.length() && (isWordPart(text.codePointAt(at)) || text.charAt(at) == '.')) {
            throw query.wrong(
                    start,
                    "不是数；以数字开头的列名要写在双引号里",
                    "not a number; a column whose name begins with a digit is written in double quotes");
        }
        return new Token(Token.Kind.NUMBER, text.substring(start, at), start);
    }

    private void digits() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private Token symbol() {
        int start = at;
        String two = text.substring(start, Math.min(text.length(), start + 2));
        if (two.equals("--") || two.equals("/*")) {
            throw query.wrong(start, "不允许注释", "comments are not allowed");
        }
        if (two.equals("<=") || two.equals(">=") || two.equals("<>") || two.equals("!=")) {
            at += 2;
            return new Token(Token.Kind.SYMBOL, two.equals("!=") ? "<>" : two, start);
        }
        char c = text.charAt(start);
        if ("=<>()+-*/,".indexOf(c) >= 0) {
            at++;
            return new Token(Token.Kind.SYMBOL, String.valueOf(c), start);
        }
        int wide = FULL_WIDTH.indexOf(c);
        if (wide >= 0) {
            String half = HALF_WIDTH.substring(wide, wide + 1);
            throw query.wrong(
                    start, "全角符号 " + c + " 请改用半角 " + half, "replace the full-width " + c + " with the plain " + half);
        }
        int codePoint = text.codePointAt(start);
        String name = String.format("U+%04X", codePoint);
        String shown = codePoint > 32 && codePoint < 127 ? "\"" + c + "\"" : name;
        throw query.wrong(start, "不认识的字符 " + shown, "the character " + shown + " has no meaning here");
    }
}
