package org.jiaohui.dataset.rule;

import java.util.Arrays;
import org.jiaohui.exchange.table.ColumnVector;

/** Values where they lie. */
final class Slices {
    private Slices() {}

    static boolean equal(ColumnVector values, int one, int other) {
        if (values.starts.length == 0) {
            return values.longs[one] == values.longs[other];
        }
        int start = values.starts[one];
        int otherStart = values.starts[other];
        return Arrays.equals(
                values.bytes,
                start,
                start + values.lengths[one],
                values.bytes,
                otherStart,
                otherStart + values.lengths[other]);
    }

    /** Bytes of the UTF-8 sequence that begins with this byte above ASCII. */
    static int sequenceLength(int first) {
        return (first & 0xe0) == 0xc0 ? 2 : (first & 0xf0) == 0xe0 ? 3 : 4;
    }
}
