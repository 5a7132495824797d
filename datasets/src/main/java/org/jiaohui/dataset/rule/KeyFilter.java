package org.jiaohui.dataset.rule;

/**
 * Tells which keys were surely never added (Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970; four bits a key within one cache line).
 * Keys are hashes already.
 */
final class KeyFilter {
    private static final int LINE = 8;

    private final long[] words;

    /** @param bytes a multiple of 64 */
    KeyFilter(int bytes) {
        words = new long[bytes / Long.BYTES];
    }

    int bytes() {
        return words.length * Long.BYTES;
    }

    void add(long low, long high) {
        int line = line(low);
        long bits = high;
        for (int i = 0; i < 4; i++, bits >>>= 9) {
            words[line + (int) (bits >>> 6 & 7)] |= 1L << bits;
        }
    }

    boolean mayContain(long low, long high) {
        int line = line(low);
        long bits = high;
        for (int i = 0; i < 4; i++, bits >>>= 9) {
            if ((words[line + (int) (bits >>> 6 & 7)] & 1L << bits) == 0) {
                return false;
            }
        }
        return true;
    }

    private int line(long low) {
        return LINE * (int) Math.unsignedMultiplyHigh(low, words.length / LINE);
    }
}
