package org.jiaohui.exchange.reconcile;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.ValueText;

/**
 * The canonical bytes of rows, digested. A column is one byte 0 when it is null; otherwise one byte 1, then for textual kinds the length in bytes (32 bits)
 * and the UTF-8, for all others the 64 bits in which {@link org.jiaohui.exchange.table.ColumnType.Kind} holds the value; all big-endian. Hot path: one
 * buffer and one digest are used again and again; not safe for use by several threads.
 */
public final class RowBytes {
    private static final int LONGEST_TEXT = 200;

    private final MessageDigest sha256;
    private byte[] buffer = new byte[1 << 12];
    private int used;

    public RowBytes() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /** SHA-256 over these columns of a row, in this order. */
    public byte[] digest(Batch batch, int row, int[] columns) {
        used = 0;
        for (int column : columns) {
            put(batch.column(column), row);
        }
        sha256.update(buffer, 0, used);
        return sha256.digest();
    }

    /** All columns in the order of the schema. */
    public static int[] all(TableSchema schema) {
        return IntStream.range(0, schema.columns().size()).toArray();
    }

    /** The key columns; all columns where no key is declared. */
    public static int[] key(TableSchema schema) {
        return schema.key().isEmpty()
                ? all(schema)
                : schema.key().stream().mapToInt(schema::indexOf).toArray();
    }

    /** The values as people read them; null is {@code null}. Where a whole row is its own key, long texts are cut: nothing is looked up by them. */
    public static List<String> texts(Batch batch, int row, int[] columns) {
        int longest = columns.length == batch.columnCount() ? LONGEST_TEXT : Integer.MAX_VALUE;
        return Arrays.stream(columns)
                .mapToObj(column -> text(batch.column(column), row, longest))
                .toList();
    }

    private void put(ColumnVector vector, int row) {
        boolean textual = vector.type.kind().isTextual();
        ensure(textual && !vector.nulls[row] ? 5 + vector.lengths[row] : 9);
        if (vector.nulls[row]) {
            buffer[used++] = 0;
            return;
        }
        buffer[used++] = 1;
        if (textual) {
            putInt(vector.lengths[row]);
            System.arraycopy(vector.bytes, vector.starts[row], buffer, used, vector.lengths[row]);
            used += vector.lengths[row];
        } else {
            long value = vector.longs[row];
            putInt((int) (value >>> 32));
            putInt((int) value);
        }
    }

    private void putInt(int value) {
        buffer[used++] = (byte) (value >>> 24);
        buffer[used++] = (byte) (value >>> 16);
        buffer[used++] = (byte) (value >>> 8);
        buffer[used++] = (byte) value;
    }

    private void ensure(int more) {
        if (used + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(used + more, buffer.length * 2));
        }
    }

    private static String text(ColumnVector vector, int row, int longest) {
        if (vector.nulls[row]) {
            return "null";
        }
        String text = ValueText.of(vector, row);
        boolean whole = !vector.type.kind().isTextual() || text.length() <= longest;
        return whole ? text : text.substring(0, longest) + "…";
    }
}
