package org.jiaohui.dataset.query;

/**
 * One word of a query.
 *
 * @param text the word as written; for quoted names and text the content without its quotes
 * @param at index of its first character in the query
 */
record Token(Kind kind, String text, int at) {
    enum Kind {
        /** A bare word: a keyword, function or column. */
        WORD,
        /** A name in double quotes: always a column or alias. */
        QUOTED_NAME,
        TEXT,
        NUMBER,
        SYMBOL,
        END
    }

    boolean isWord(String keyword) {
        return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** How an error names it. */
    String shown() {
        return switch (kind) {
            case END -> "结尾 / the end";
            case TEXT -> "'" + shortened() + "'";
            case QUOTED_NAME -> "\"" + shortened() + "\"";
            case WORD, NUMBER, SYMBOL -> shortened();
        };
    }

    private String shortened() {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
