package org.jiaohui.dataset.format.encoding;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Recognises UTF-16 without a byte order mark. Zero bytes alone do not tell: 一 is U+4E00, whose lower half is zero. What tells is that one order of the bytes
 * gives a text of usual characters with delimiters and line ends, and the other does not.
 */
public final class WideText {
    private WideText() {}

    /** The byte order that makes a text of these bytes; empty when neither does. */
    public static Optional<Charset> order(byte[] bytes) {
        if (hardlyOneIsZero(bytes)) {
            return Optional.empty();
        }
        double little = share(bytes, 1, 0);
        double big = share(bytes, 0, 1);
        if (Math.max(little, big) < 0.98) {
            return Optional.empty();
        }
        return Optional.of(little >= big ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
    }

    /** Each ASCII character of such a text has a zero byte, and one of fifty is ASCII at least: most other texts need no closer look. */
    private static boolean hardlyOneIsZero(byte[] bytes) {
        int zeroes = 0;
        for (byte value : bytes) {
            zeroes += value == 0 ? 1 : 0;
        }
        return zeroes * 50 < bytes.length / 2;
    }

    /** The share of usual characters when the upper half of each is at this place; 0 when hardly one is ASCII. */
    private static double share(byte[] bytes, int upper, int lower) {
        int ascii = 0;
        int usual = 0;
        int all = bytes.length / 2;
        for (int i = 0; i < all; i++) {
            int character = (bytes[2 * i + upper] & 0xff) << 8 | (bytes[2 * i + lower] & 0xff);
            if (character < 0x80) {
                boolean printable = character >= 0x20 || character == '\t' || character == '\n' || character == '\r';
                ascii += printable ? 1 : 0;
                usual += printable ? 1 : 0;
            } else if (isUsual(character)) {
                usual++;
            }
        }
        return all == 0 || ascii * 50 < all ? 0 : (double) usual / all;
    }

    /** Latin to Cyrillic, general punctuation, CJK with its punctuation and full-width forms, surrogates. */
    private static boolean isUsual(int character) {
        return (character >= 0xa0 && character < 0x530)
                || (character >= 0x2000 && character < 0x2070)
                || (character >= 0x3000 && character < 0x3100)
                || (character >= 0x3400 && character < 0xa000)
                || (character >= 0xac00 && character < 0xe000)
                || (character >= 0xff00 && character < 0xfff0);
    }
}
