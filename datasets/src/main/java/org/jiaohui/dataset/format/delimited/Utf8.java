package org.jiaohui.dataset.format.delimited;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Validity of UTF-8 (RFC 3629), eight bytes at a time where the text is ASCII. Hot path. */
final class Utf8 {
    static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final long HIGH = 0x8080_8080_8080_8080L;
    private static final long ONES = 0x0101_0101_0101_0101L;

    private Utf8() {}

    /** Whether the bytes are well-formed UTF-8 without NUL, which no table can hold. */
    static boolean isText(byte[] text, int from, int to) {
        int at = from;
        while (at < to) {
            if (at + 8 <= to) {
                long word = (long) WORDS.get(text, at);
                long special = (word | ((word - ONES) & ~word)) & HIGH; // the lowest is exact: not ASCII, or NUL
                if (special == 0) {
                    at += 8;
                    continue;
                }
                at += Long.numberOfTrailingZeros(special) >>> 3;
            }
            int first = text[at];
            if (first > 0) {
                at++;
            } else if (at + 4 <= to && isUsualThree((int) INTS.get(text, at))) {
                at += 3;
            } else {
                int length = sequenceLength(text, at, to);
                if (length == 0) {
                    return false;
                }
                at += length;
            }
        }
        return true;
    }

    /** Whether four bytes begin with a sequence of three that needs no closer look: U+1000 to U+CFFF, nearly all of Chinese. */
    private static boolean isUsualThree(int word) {
        int first = word & 0xff;
        return first >= 0xe1 && first <= 0xec && (word & 0xc0c000) == 0x808000;
    }

    /** Length of the well-formed sequence of two to four bytes at a position, or 0. */
    private static int sequenceLength(byte[] text, int at, int to) {
        int first = text[at] & 0xff;
        if ((first >= 0xe1 && first <= 0xec) || first == 0xee || first == 0xef) {
            return at + 3 <= to && follows(text[at + 1]) && follows(text[at + 2]) ? 3 : 0;
        }
        if (first >= 0xc2 && first <= 0xdf) {
            return at + 2 <= to && follows(text[at + 1]) ? 2 : 0;
        }
        if (first == 0xe0 || first == 0xed) {
            boolean fits = at + 3 <= to && follows(text[at + 1]) && follows(text[at + 2]);
            return fits && ((text[at + 1] & 0x20) != 0) == (first == 0xe0) ? 3 : 0;
        }
        if (first < 0xf0 || first > 0xf4 || at + 4 > to) {
            return 0;
        }
        int second = text[at + 1] & 0xff;
        boolean inRange = first == 0xf0 ? second >= 0x90 : first != 0xf4 || second < 0x90;
        return inRange && follows(text[at + 1]) && follows(text[at + 2]) && follows(text[at + 3]) ? 4 : 0;
    }

    private static boolean follows(byte value) {
        return (value & 0xc0) == 0x80;
    }
}
