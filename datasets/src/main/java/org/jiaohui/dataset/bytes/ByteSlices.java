package org.jiaohui.dataset.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Slices of bytes, looked at by words: the first and the last word of a slice may overlap, so that no bytes are left over. Hot path. */
public final class ByteSlices {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private ByteSlices() {}

    /** 64 bits that depend on every byte and on the length; not the same in another version of the program. */
    public static long hash(byte[] bytes, int start, int length) {
        long hash = length * 0x9E3779B97F4A7C15L;
        int end = start + length;
        for (int i = start; i + 8 < end; i += 8) {
            hash = (hash ^ (long) LONG.get(bytes, i)) * 0xff51afd7ed558ccdL;
            hash ^= hash >>> 32;
        }
        return mix((hash ^ lastWord(bytes, start, end)) * 0xff51afd7ed558ccdL);
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

    public static boolean equal(byte[] bytes, int start, byte[] others, int from, int length) {
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

    /** Orders as {@link Arrays#compareUnsigned(byte[], byte[])} does; mostly the first eight bytes decide. */
    public static int compare(byte[] bytes, int start, int length, byte[] others, int from, int otherLength) {
        long prefix = prefix(bytes, start, length);
        long other = prefix(others, from, otherLength);
        return prefix != other
                ? Long.compareUnsigned(prefix, other)
                : Arrays.compareUnsigned(bytes, start, start + length, others, from, from + otherLength);
    }

    /** The first eight bytes, the first one highest; zeros behind a shorter slice. */
    private static long prefix(byte[] bytes, int start, int length) {
        if (start + 8 > bytes.length) {
            long word = 0;
            for (int i = 0; i < length; i++) {
                word |= (bytes[start + i] & 255L) << (56 - 8 * i);
            }
            return word;
        }
        long word = Long.reverseBytes((long) LONG.get(bytes, start));
        return length >= 8 ? word : length == 0 ? 0 : word & (-1L << (64 - 8 * length));
    }

    /** SplitMix64's finaliser. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014). */
    public static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
