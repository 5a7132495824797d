package org.jiaohui.dataset.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;

/** A growing little-endian buffer in which one page is put together. Hot path: reused from page to page. */
final class PageBuffer {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    byte[] bytes = new byte[1 << 16];
    int size;

    void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }

    /** Callers of the put methods have ensured room. */
    void putByte(int value) {
        bytes[size++] = (byte) value;
    }

    void putInt(int value) {
        INT.set(bytes, size, value);
        size += 4;
    }

    void putLong(long value) {
        LONG.set(bytes, size, value);
        size += 8;
    }

    void putSlice(byte[] source, int start, int length) {
        if (length <= 16) {
            for (int i = 0; i < length; i++) {
                bytes[size + i] = source[start + i];
            }
        } else {
            System.arraycopy(source, start, bytes, size, length);
        }
        size += length;
    }

    void putVarInt(int value) {
        int rest = value;
        while ((rest & ~127) != 0) {
            bytes[size++] = (byte) (rest | 128);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** Definition levels 0 and 1 in the RLE/bit-packing hybrid, with their length in front (Parquet data page V1). */
    void putLevels(boolean[] nulls, int from, int to, int nullCount) {
        int count = to - from;
        ensure(16 + (count >> 3));
        int lengthAt = size;
        size += 4;
        if (nullCount == 0 || nullCount == count) {
            putVarInt(count << 1);
            putByte(nullCount == 0 ? 1 : 0);
        } else {
            int groups = (count + 7) >> 3;
            putVarInt(groups << 1 | 1);
            for (int group = 0; group < groups; group++) {
                int start = from + (group << 3);
                int end = Math.min(start + 8, to);
                int bits = 0;
                for (int row = start; row < end; row++) {
                    bits |= (nulls[row] ? 0 : 1) << (row - start);
                }
                putByte(bits);
            }
        }
        INT.set(bytes, lengthAt, size - lengthAt - 4);
    }

    /** Dictionary ids, bit-packed; {@code ids} has room for seven more than {@code count}. */
    void putIds(int[] ids, int count, int dictionarySize) {
        ensure(count * 4 + 64);
        int width = 32 - Integer.numberOfLeadingZeros(Math.max(dictionarySize - 1, 0));
        putByte(width);
        if (width == 0) {
            putVarInt(count << 1);
            return;
        }
        int groups = (count + 7) >> 3;
        putVarInt(groups << 1 | 1);
        int padded = groups << 3;
        Arrays.fill(ids, count, padded, 0);
        long pending = 0;
        int bits = 0;
        for (int i = 0; i < padded; i++) {
            pending |= (long) ids[i] << bits;
            bits += width;
            if (bits >= 32) {
                putInt((int) pending);
                pending >>>= 32;
                bits -= 32;
            }
        }
        for (; bits > 0; bits -= 8) {
            putByte((int) pending);
            pending >>>= 8;
        }
    }

    BytesInput toInput() {
        return BytesInput.from(bytes, 0, size);
    }
}
