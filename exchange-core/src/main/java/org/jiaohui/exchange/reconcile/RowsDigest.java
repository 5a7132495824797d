package org.jiaohui.exchange.reconcile;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A digest of rows that does not depend on their order: the sum, modulo 2^256, of the SHA-256 of each row's canonical bytes. Equal multisets of rows have
 * equal counts and sums; docs/reconciliation.md gives the bytes of a row. Not safe for use by several threads: each has its own, added up with {@link #add(RowsDigest)}.
 */
public final class RowsDigest {
    private static final int WORDS = 8;
    private static final long MASK = 0xffff_ffffL;

    /** 32 bits each, the least significant first, so that carries fit. */
    private final long[] sum = new long[WORDS];

    private long count;

    /** Adds one row by the 32 bytes of its SHA-256. */
    public void add(byte[] sha256) {
        long carry = 0;
        for (int i = 0; i < WORDS; i++) {
            int at = 28 - 4 * i;
            long word = Integer.toUnsignedLong(ByteBuffer.wrap(sha256).getInt(at));
            carry += sum[i] + word;
            sum[i] = carry & MASK;
            carry >>>= 32;
        }
        count++;
    }

    /** Adds all rows of another digest. */
    public void add(RowsDigest other) {
        long carry = 0;
        for (int i = 0; i < WORDS; i++) {
            carry += sum[i] + other.sum[i];
            sum[i] = carry & MASK;
            carry >>>= 32;
        }
        count += other.count;
    }

    /** Takes all rows of another digest away. */
    public void subtract(RowsDigest other) {
        long borrow = 0;
        for (int i = 0; i < WORDS; i++) {
            long word = sum[i] - other.sum[i] - borrow;
            borrow = word < 0 ? 1 : 0;
            sum[i] = word & MASK;
        }
        count -= other.count;
    }

    public long count() {
        return count;
    }

    /** 64 hexadecimal digits, most significant first. */
    public String sum() {
        StringBuilder hex = new StringBuilder();
        for (int i = WORDS - 1; i >= 0; i--) {
            hex.append(HexFormat.of().toHexDigits(sum[i], 8));
        }
        return hex.toString();
    }

    public boolean sameAs(RowsDigest other) {
        return count == other.count && Arrays.equals(sum, other.sum);
    }
}
