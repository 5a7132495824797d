package org.jiaohui.exchange.reconcile;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.table.TableSchema;

/** The keys of rows that changed after a batch, by their digests: in memory, 8 bytes each. */
final class LaterKeys implements Predicate<byte[]> {
    private static final int MOST = 1_000_000;

    private final RowBytes bytes = new RowBytes();
    private long[] digests = new long[1 << 10];
    private int count;

    private LaterKeys() {}

    /**
     * Empty when too many have changed.
     *
     * @param keyed the columns of the rows, with the key by which they are told apart
     */
    static Optional<LaterKeys> of(RowFeed changes, TableSchema keyed) {
        LaterKeys keys = new LaterKeys();
        int[] key = RowBytes.key(keyed);
        changes.forEach((batch, operations) -> {
            for (int row = 0; row < batch.rows && keys.count <= MOST; row++) {
                keys.add(keys.bytes.digest(batch, row, key));
            }
        });
        if (keys.count > MOST) {
            return Optional.empty();
        }
        keys.digests = Arrays.copyOf(keys.digests, keys.count);
        Arrays.sort(keys.digests);
        return Optional.of(keys);
    }

    private void add(byte[] digest) {
        if (count == digests.length) {
            digests = Arrays.copyOf(digests, 2 * count);
        }
        digests[count++] = ByteBuffer.wrap(digest).getLong();
    }

    /** Whether the row with this key, as {@link RowBytes} digests it, changed. */
    @Override
    public boolean test(byte[] digest) {
        return Arrays.binarySearch(digests, ByteBuffer.wrap(digest).getLong()) >= 0;
    }
}
