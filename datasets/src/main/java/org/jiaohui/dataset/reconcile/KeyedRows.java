package org.jiaohui.dataset.reconcile;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jiaohui.exchange.delivery.HeldRows;
import org.jiaohui.exchange.reconcile.RowBytes;
import org.jiaohui.exchange.reconcile.RowDifference;
import org.jiaohui.exchange.reconcile.RowsDigest;
import org.jiaohui.exchange.table.Batch;

/** The rows of some buckets on both sides: those of the source wait for their equals in the target. */
final class KeyedRows {
    private final BitSet buckets;
    private final int most;
    private final HeldRows.Match match;
    private final Map<ByteBuffer, Rest> rests = new LinkedHashMap<>();
    private final RowsDigest unmatched = new RowsDigest();
    private int held;
    private boolean whole = true;

    KeyedRows(BitSet buckets, int most, HeldRows.Match match) {
        this.buckets = buckets;
        this.most = most;
        this.match = match;
    }

    /** What is left of one key when equal rows have been taken away from both sides. */
    private static final class Rest {
        final List<String> key;
        final List<ByteBuffer> source = new ArrayList<>(1);
        int target;

        Rest(List<String> key) {
            this.key = key;
        }
    }

    void source(byte[] key, byte[] row, boolean optional, Batch batch, int index, int[] keyColumns) {
        if (held >= most && buckets.get(Buckets.of(key))) {
            whole = false;
        } else if (buckets.get(Buckets.of(key))) {
            held++;
            rest(key, batch, index, keyColumns).source.add(ByteBuffer.wrap(row));
        }
    }

    void target(byte[] key, byte[] row, boolean optional, Batch batch, int index, int[] keyColumns) {
        if (!buckets.get(Buckets.of(key))) {
            return;
        }
        Rest known = rests.get(ByteBuffer.wrap(key));
        if (known != null && known.source.remove(ByteBuffer.wrap(row))) {
            held--;
            if (known.source.isEmpty() && known.target == 0) {
                rests.remove(ByteBuffer.wrap(key));
            }
        } else if (optional || (known == null && match != HeldRows.Match.EXACT)) {
            return;
        } else if (known != null && known.target > 0 && match == HeldRows.Match.CONTAINED) {
            // That the key is there under other values is known; how often does not matter.
            return;
        } else if (held >= 2 * most) {
            whole = false;
        } else {
            held++;
            rest(key, batch, index, keyColumns).target++;
            unmatched.add(row);
        }
    }

    /** A row of the source as its key is read. */
    void source(byte[] key, byte[] row, List<String> keyTexts) {
        held++;
        rests.computeIfAbsent(ByteBuffer.wrap(key), unknown -> new Rest(keyTexts))
                .source
                .add(ByteBuffer.wrap(row));
    }

    /** Makes of the target's total, by what differs here, that of the source. */
    void settle(RowsDigest total) {
        total.subtract(unmatched);
        byte[] digest = new byte[32];
        rests.values()
                .forEach(rest -> rest.source.forEach(row -> {
                    row.duplicate().get(digest);
                    total.add(digest);
                }));
    }

    private Rest rest(byte[] key, Batch batch, int index, int[] keyColumns) {
        return rests.computeIfAbsent(
                ByteBuffer.wrap(key), unknown -> new Rest(RowBytes.texts(batch, index, keyColumns)));
    }

    /** Whether no row had to be left out. */
    boolean whole() {
        return whole;
    }

    List<RowDifference> differences() {
        List<RowDifference> found = new ArrayList<>();
        for (Rest rest : rests.values()) {
            int both = Math.min(rest.source.size(), rest.target);
            add(found, RowDifference.Kind.DIFFERENT, rest.key, both);
            add(found, RowDifference.Kind.ONLY_IN_SOURCE, rest.key, rest.source.size() - both);
            if (match != HeldRows.Match.CONTAINED) {
                add(found, RowDifference.Kind.ONLY_IN_TARGET, rest.key, rest.target - both);
            }
        }
        return found;
    }

    private static void add(List<RowDifference> found, RowDifference.Kind kind, List<String> key, int times) {
        for (int i = 0; i < times; i++) {
            found.add(new RowDifference(kind, key));
        }
    }
}
