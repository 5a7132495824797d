package org.jiaohui.dataset.rule;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;

/**
 * {@code unique}: no two rows of one version carry the same value, or the same values in the columns of the key; the row that comes later to a worker is
 * refused. Rows with an empty value in one of the columns are not compared. Source: the item's 主键 mark in the directory. Checked last, so that refused rows
 * claim no key. Memory is bounded: keys beyond a share of the heap lie on disk in sorted runs.
 */
final class UniqueRule implements Rule, AutoCloseable {
    private static final long SEED = new java.security.SecureRandom().nextLong();

    private final List<Integer> columns;
    private final boolean number;
    private final NumberKeys numbers;
    private final HashKeys hashes;

    /** @param folder for keys that memory does not hold */
    UniqueRule(List<Integer> columns, boolean number, Path folder) {
        this.columns = List.copyOf(columns);
        this.number = number;
        hashes = new HashKeys(KeyMemory.SHARED, folder);
        numbers = new NumberKeys(KeyMemory.SHARED, hashes);
    }

    @Override
    public void check(Batch batch, RowMarks marks) {
        int first = columns.getFirst();
        for (int row = 0; row < batch.rows; row++) {
            if (marks.isRefused(row) || hasNull(batch, row)) {
                continue;
            }
            boolean added = number ? numbers.add(batch.column(first).longs[row]) : addHash(batch, row);
            if (!added) {
                marks.refuse(row, first, "unique", "与另一行重复 / the same key stands in another row");
            }
        }
    }

    private boolean hasNull(Batch batch, int row) {
        for (int i = 0; i < columns.size(); i++) {
            if (batch.column(columns.get(i)).nulls[row]) {
                return true;
            }
        }
        return false;
    }

    /** Two independent 64-bit hashes with a secret seed: two different keys agree in both with a chance of 2^-128. */
    private boolean addHash(Batch batch, int row) {
        long low = SEED;
        long high = SEED ^ 0x9E37_79B9_7F4A_7C15L;
        for (int i = 0; i < columns.size(); i++) {
            ColumnVector column = batch.column(columns.get(i));
            if (column.starts.length == 0) {
                low = mix(low ^ column.longs[row], 0xA076_1D64_78BD_642FL);
                high = mix(high + column.longs[row], 0xE703_7ED1_A0B4_28DBL);
            } else {
                int length = column.lengths[row];
                int at = column.starts[row];
                low = mix(low ^ length, 0xA076_1D64_78BD_642FL);
                for (int rest = length; rest > 0; rest -= 8, at += 8) {
                    long word = word(column.bytes, at, rest);
                    low = mix(low ^ word, 0x8EBC_6AF0_9C88_C6E3L);
                    high = mix(high + word, 0x5899_65CC_7537_4CC3L);
                }
                high = mix(high + length, 0xE703_7ED1_A0B4_28DBL);
            }
        }
        return hashes.add(low, high);
    }

    private static long word(byte[] text, int at, int rest) {
        long word = 0;
        for (int i = Math.min(rest, 8) - 1; i >= 0; i--) {
            word = word << 8 | (text[at + i] & 0xff);
        }
        return word;
    }

    private static long mix(long value, long factor) {
        long folded = value * factor;
        folded ^= Math.unsignedMultiplyHigh(value, factor);
        folded *= 0xBF58_476D_1CE4_E5B9L;
        return folded ^ (folded >>> 31) ^ value;
    }

    @Override
    public void close() throws IOException {
        numbers.close();
        hashes.close();
    }
}
