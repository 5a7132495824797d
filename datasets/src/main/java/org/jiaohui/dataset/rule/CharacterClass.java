package org.jiaohui.dataset.rule;

import java.util.Arrays;

/** The characters that one position of a pattern accepts. Hot path: looked up in UTF-8 where the text lies. */
final class CharacterClass {
    private final boolean[] ascii = new boolean[128];
    /** A bit for each character of the Basic Multilingual Plane, from U+0000; none as long as no such character is accepted. */
    private long[] plane = new long[0];
    /** Bounds of ranges of code points beyond that plane, both included, one pair after the other. */
    private int[] wide = new int[0];

    void add(int low, int high) {
        for (int value = low; value <= Math.min(high, 127); value++) {
            ascii[value] = true;
        }
        if (high > 127 && low <= Character.MAX_VALUE && plane.length == 0) {
            plane = new long[(Character.MAX_VALUE + 1) >> 6];
        }
        for (int value = Math.max(low, 128); value <= Math.min(high, Character.MAX_VALUE); value++) {
            plane[value >> 6] |= 1L << value;
        }
        if (high > Character.MAX_VALUE) {
            wide = Arrays.copyOf(wide, wide.length + 2);
            wide[wide.length - 2] = Math.max(low, Character.MAX_VALUE + 1);
            wide[wide.length - 1] = high;
        }
    }

    boolean hasAscii(int value) {
        return ascii[value];
    }

    /** Whether the character of several bytes at a position is accepted; the text is well-formed UTF-8. */
    boolean hasWide(byte[] text, int at) {
        int first = text[at];
        int value = switch (Slices.sequenceLength(first)) {
            case 2 -> (first & 0x1f) << 6 | (text[at + 1] & 0x3f);
            case 3 -> (first & 0x0f) << 12 | (text[at + 1] & 0x3f) << 6 | (text[at + 2] & 0x3f);
            default ->
                (first & 0x07) << 18 | (text[at + 1] & 0x3f) << 12 | (text[at + 2] & 0x3f) << 6 | (text[at + 3] & 0x3f);
        };
        if (value <= Character.MAX_VALUE) {
            return plane.length > 0 && (plane[value >> 6] & 1L << value) != 0;
        }
        for (int i = 0; i < wide.length; i += 2) {
            if (value >= wide[i] && value <= wide[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
