package org.jiaohui.dataset.query;

import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/**
 * One parameter of a query as the caller wrote it, so that an error can point into it.
 *
 * @param parameter {@code where}, {@code select}, {@code group} or {@code order}
 */
record QueryText(String parameter, String text) {
    static final int LONGEST = 4_000;
    private static final int BEFORE = 40;
    private static final int AFTER = 30;

    QueryText {
        if (text.length() > LONGEST) {
            throw new ExchangeException(
                    ErrorCode.BAD_QUERY,
                    "参数 " + parameter + " 有 " + text.length() + " 个字符，最多 " + LONGEST + " 个 / parameter " + parameter
                            + " has " + text.length() + " characters; at most " + LONGEST + " are allowed");
        }
    }

    /** An error that shows where in the text it is. */
    ExchangeException wrong(int at, String chinese, String english) {
        return new ExchangeException(
                ErrorCode.BAD_QUERY,
                "参数 " + parameter + " 第 " + (at + 1) + " 个字符：" + chinese + " / parameter " + parameter + ", character "
                        + (at + 1) + ": " + english + "\n" + excerpt(at));
    }

    private String excerpt(int at) {
        int from = Math.max(0, at - BEFORE);
        int to = Math.min(text.length(), at + AFTER);
        StringBuilder line = new StringBuilder(from > 0 ? "…" : "");
        StringBuilder caret = new StringBuilder(from > 0 ? " " : "");
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean plain = !Character.isISOControl(c)
                    && !Character.isSurrogate(c)
                    && Character.getType(c) != Character.FORMAT
                    && Character.getType(c) != Character.UNASSIGNED;
            line.append(plain ? c : '·');
            if (i < at) {
                // Han characters are two columns wide in a fixed-width font.
                caret.append(
                        Character.isIdeographic(c) || (c >= 0x3000 && c <= 0x30FF) || (c >= 0xFF01 && c <= 0xFF60)
                                ? "  "
                                : " ");
            }
        }
        return line.append(to < text.length() ? "…" : "")
                .append('\n')
                .append(caret)
                .append('^')
                .toString();
    }
}
