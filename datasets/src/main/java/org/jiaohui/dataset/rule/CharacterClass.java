package org.jiaohui.dataset.rule;

import java.util.Arrays;

/** The characters that one position of a pattern accepts. Hot path: looked up in UTF-8 where the text lies. */
final class CharacterClass {
    private final boolean[] ascii = new boolean[128];
    /** Bounds of ranges of code points beyond ASCII, both included, one pair after the other. */
    private int[] wide = new int[0];

    void add(int low, int high) {
        for (int value = low; value <= Math.min(high, 127); value++) {
            ascii[value] = true;
        }
        if (high > 127) {
            wide = Arrays.copyOf(wide, wide.length + 2);
            wide[wide.length - 2] = Math.max(low, 128);
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
        for (int i = 0; i < wide.length; i += 2) {
            if (value >= wide[i] && value <= wide[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
