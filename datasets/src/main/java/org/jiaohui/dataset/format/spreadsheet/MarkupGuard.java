package org.jiaohui.dataset.format.spreadsheet;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Breaks off XML whose tags, comments or other markup go on for megabytes: a parser holds each of them whole, text between them it does not. Zero bytes are
 * passed over, so that UTF-16 is guarded alike.
 */
final class MarkupGuard extends FilterInputStream {
    private static final int MOST = 4 << 20;
    private static final int TEXT = 0;
    private static final int OPENED = 1;
    private static final int TAG = 2;
    private static final int DECLARED = 3;

    private int state = TEXT;
    private int quote;
    private int length;
    private int dashes;
    private boolean comment;

    MarkupGuard(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value > 0) {
            step(value);
        }
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int size) throws IOException {
        int read = super.read(buffer, offset, size);
        for (int i = offset; i < offset + read; i++) {
            if (buffer[i] != 0) {
                step(buffer[i]);
            }
        }
        return read;
    }

    private void step(int value) throws IOException {
        if (state == TEXT) {
            if (value == '<') {
                state = OPENED;
                length = 0;
            }
            return;
        }
        if (++length > MOST) {
            throw new IOException("a tag or comment is longer than " + (MOST >> 20) + " MB");
        }
        switch (state) {
            case OPENED -> {
                state = value == '!' || value == '?' ? DECLARED : TAG;
                comment = false;
                dashes = 0;
                quote = 0;
                tag(value);
            }
            case TAG -> tag(value);
            default -> declared(value);
        }
    }

    private void tag(int value) {
        if (quote != 0) {
            quote = value == quote ? 0 : quote;
        } else if (value == '"' || value == '\'') {
            quote = value;
        } else if (value == '>') {
            state = TEXT;
        }
    }

    /** {@code <!-- … -->} ends behind two dashes; other declarations at the first bracket. */
    private void declared(int value) {
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
}
