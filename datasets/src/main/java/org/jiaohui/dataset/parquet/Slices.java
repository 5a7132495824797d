package org.jiaohui.dataset.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Slices of bytes, looked at by words: the first and the last word of a slice may overlap, so that no bytes are left over. Hot path. */
final class Slices {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private Slices() {}

    /** 64 bits that depend on every byte and on the length; not the same in another version of the program. */
    static long hash(byte[] bytes, int start, int length) {
        long hash = length * 0x9E3779B97F4A7C15L;
        int end = start + length;
        for (int i = start; i + 8 < end; i += 8) {
            hash = (hash ^ (long) LONG.get(bytes, i)) * 0xff51afd7ed558ccdL;
            hash ^= hash >>> 32;
        }
        return HyperLogLog.hash((hash ^ lastWord(bytes, start, end)) * 0xff51afd7ed558ccdL);
    }

    private static long lastWord(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length >= 8) {
            return (long) LONG.get(bytes, end - 8);
        }
        if (length >= 4) {
            return ((long) (int) INT.get(bytes, end - 4) << 32) | ((int) INT.get(bytes, start) & 0xffff_ffffL);
        }
        long word = 0;
        for (int i = start; i < end; i++) {
            word = word << 8 | (bytes[i] & 255L);
        }
        return word;
    }

    static boolean equal(byte[] bytes, int start, byte[] others, int from, int length) {
        if (length > 16) {
            return Arrays.equals(bytes, start, start + length, others, from, from + length);
        }
        if (length >= 8) {
            return (long) LONG.get(bytes, start) == (long) LONG.get(others, from)
                    && (long) LONG.get(bytes, start + length - 8) == (long) LONG.get(others, from + length - 8);
        }
        if (length >= 4) {
            return (int) INT.get(bytes, start) == (int) INT.get(others, from)
                    && (int) INT.get(bytes, start + length - 4) == (int) INT.get(others, from + length - 4);
        }
        for (int i = 0; i < length; i++) {
            if (bytes[start + i] != others[from + i]) {
                return false;
            }
        }
        return true;
    }
}
