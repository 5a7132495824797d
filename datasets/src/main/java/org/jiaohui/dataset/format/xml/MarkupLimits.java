package org.jiaohui.dataset.format.xml;

import java.io.IOException;

/** Follows XML byte by byte or character by character and breaks off where a parser would hold more than it should in one piece: tags, comments, CDATA. */
final class MarkupLimits {
    private static final int MOST_MARKUP = 4 << 20;
    private static final int MOST_CDATA = 16 << 20;
    private static final String CDATA = "![CDATA[";
    private static final int TEXT = 0;
    private static final int OPENED = 1;
    private static final int TAG = 2;
    private static final int DECLARED = 3;
    private static final int IN_CDATA = 4;

    private int state = TEXT;
    private int quote;
    private int length;
    private int dashes;
    private int brackets;
    private int matched;
    private boolean comment;

    void step(int value) throws IOException {
        if (state == TEXT) {
            if (value == '<') {
                state = OPENED;
                length = 0;
            }
            return;
        }
        length++;
        if (length > (state == IN_CDATA ? MOST_CDATA : MOST_MARKUP)) {
            throw new IOException(
                    state == IN_CDATA
                            ? "a CDATA section is longer than " + (MOST_CDATA >> 20) + " MB"
                            : "a tag or comment is longer than " + (MOST_MARKUP >> 20) + " MB");
        }
        switch (state) {
            case OPENED -> {
                state = value == '!' || value == '?' ? DECLARED : TAG;
                comment = false;
                dashes = 0;
                quote = 0;
                matched = value == '!' ? 1 : -1;
                tag(value);
            }
            case TAG -> tag(value);
            case IN_CDATA -> cdata(value);
            default -> declared(value);
        }
    }

    private void tag(int value) {
        if (state == DECLARED) {
            return;
        }
        if (quote != 0) {
            quote = value == quote ? 0 : quote;
        } else if (value == '"' || value == '\'') {
            quote = value;
        } else if (value == '>') {
            state = TEXT;
        }
    }

    /** {@code <!-- … -->} ends behind two dashes, {@code <![CDATA[ … ]]>} behind two brackets; other declarations at the first bracket. */
    private void declared(int value) {
        matched = matched > 0 && matched < CDATA.length() && value == CDATA.charAt(matched) ? matched + 1 : -1;
        if (matched == CDATA.length()) {
            state = IN_CDATA;
            length = 0;
            brackets = 0;
            return;
        }
        if (length <= 3) {
            dashes = value == '-' ? dashes + 1 : 0;
            comment = length == 3 && dashes == 2;
        } else if (value == '>' && (!comment || dashes >= 2)) {
            state = TEXT;
        } else {
            dashes = value == '-' ? dashes + 1 : 0;
        }
        if (length == 3) {
            dashes = 0;
        }
    }

    private void cdata(int value) {
        if (value == '>' && brackets >= 2) {
            state = TEXT;
        }
        brackets = value == ']' ? brackets + 1 : 0;
    }
}
