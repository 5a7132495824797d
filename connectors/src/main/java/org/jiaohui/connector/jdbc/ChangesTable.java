package org.jiaohui.connector.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.RawRow;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TableSource;
import org.jspecify.annotations.Nullable;

/** The rows of keys that changed, as the table has them, and for keys that it does not have rows that delete. Reads some thousand keys at a time. */
final class ChangesTable extends ConnectionTable {
    private static final int KEYS_AT_ONCE = 2_000;

    private final Reading reading;
    private final JdbcSettings settings;
    private final ChangeLog log;
    private final CapturedTable table;
    private final ColumnPlan plan;
    private final ChangedKeys.Reader keys;
    private final Rows rows;
    private final int[] keyColumns;
    private final int marker;
    private @Nullable ConnectionTable open;
    private final Set<List<Object>> sought = new LinkedHashSet<>();
    private Iterator<List<Object>> gone = List.<List<Object>>of().iterator();
    private @Nullable Batch filled;
    private @Nullable Batch view;
    private long read;

    /** Opens the rows that a condition selects. */
    @FunctionalInterface
    interface Rows {
        ConnectionTable open(ColumnPlan plan, String where) throws SQLException;
    }

    /** @param plan the columns of the table, with its key; the column that marks deletions is the one more that {@code schema} has at its end */
    ChangesTable(
            org.jiaohui.exchange.table.TableSchema schema,
            Reading reading,
            JdbcSettings settings,
            ChangeLog log,
            CapturedTable table,
            ColumnPlan plan,
            ChangedKeys.Reader keys,
            Rows rows) {
        super(schema);
        this.reading = reading;
        this.settings = settings;
        this.log = log;
        this.table = table;
        this.plan = plan;
        this.keys = keys;
        this.rows = rows;
        marker = plan.columns().size();
        keyColumns = table.key().stream()
                .mapToInt(column -> plan.positionOf(column.name()))
                .toArray();
    }

    @Override
    public Optional<String> deletions() {
        return Optional.of(schema().columns().get(marker).name());
    }

    @Override
    public boolean next(Batch batch, RowRefusals refusals) {
        batch.clear();
        try {
            while (true) {
                if (open != null) {
                    if (fill(batch, open, refusals)) {
                        return true;
                    }
                    open.finished();
                    open = null;
                    gone = sought.iterator();
                }
                if (gone.hasNext()) {
                    delete(batch);
                    return true;
                }
                if (!seek()) {
                    return false;
                }
            }
        } catch (SQLException broken) {
            throw reading.broken(settings.address(), read, broken);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public long rowsRead() {
        return read;
    }

    @Override
    public void close() {
        try {
            keys.close();
        } catch (IOException ignored) {
            // It was only read.
        }
        reading.close();
    }

    private boolean seek() throws SQLException, IOException {
        reading.watch().check();
        List<List<String>> some = keys.next(KEYS_AT_ONCE);
        sought.clear();
        for (List<String> key : some) {
            canonical(key).ifPresent(sought::add);
        }
        if (some.isEmpty()) {
            return false;
        }
        open = rows.open(plan, " WHERE " + log.condition(table, some));
        return true;
    }

    private boolean fill(Batch batch, ConnectionTable from, RowRefusals refusals) {
        Batch inner = view(batch);
        long before = read - from.rowsRead();
        boolean more = from.next(inner, (row, column, rule, value, reason, raw) -> {
            found(raw);
            RawRow whole = raw.cells().isEmpty() ? raw : new RawRow(withOneMore(raw.cells()), raw.text());
            refusals.refuse(before + row, column, rule, value, reason, whole);
        });
        read = before + from.rowsRead();
        batch.rows = inner.rows;
        ColumnVector marks = batch.column(marker);
        for (int row = 0; row < batch.rows; row++) {
            batch.sourceRows[row] += before;
            marks.setNull(row);
            sought.remove(keyOf(batch, row));
        }
        return more;
    }

    private Batch view(Batch batch) {
        Batch known = view;
        if (filled == batch && known != null) {
            return known;
        }
        filled = batch;
        known = batch.view(plan.schema(), IntStream.range(0, marker).toArray());
        view = known;
        return known;
    }

    /** Rows that hold a key and say that it is gone. */
    private void delete(Batch batch) {
        byte[] mark = TableSource.GONE.getBytes(UTF_8);
        int row = 0;
        while (row < batch.capacity() && gone.hasNext()) {
            List<Object> key = gone.next();
            for (int column = 0; column < marker; column++) {
                batch.column(column).setNull(row);
            }
            for (int i = 0; i < keyColumns.length; i++) {
                ColumnVector vector = batch.column(keyColumns[i]);
                vector.unsetNull(row);
                if (key.get(i) instanceof String text) {
                    byte[] bytes = text.getBytes(UTF_8);
                    vector.setText(row, bytes, 0, bytes.length);
                } else {
                    vector.setLong(row, (Long) key.get(i));
                }
            }
            batch.column(marker).setText(row, mark, 0, mark.length);
            batch.sourceRows[row++] = read++;
        }
        batch.rows = row;
    }

    /** A key of the log as batches hold it; none when a value does not fit its column's type, so that no version can hold the row. */
    private Optional<List<Object>> canonical(List<String> key) {
        List<String> read = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            read.add(log.asRead(table.key().get(i), key.get(i)));
        }
        return values(read);
    }

    private Optional<List<Object>> values(List<String> key) {
        List<Object> values = new ArrayList<>();
        try {
            for (int i = 0; i < key.size(); i++) {
                var type = plan.columns().get(keyColumns[i]).column().type();
                values.add(type.kind().isTextual() ? key.get(i) : (Object) TextValue.parse(type, key.get(i)));
            }
        } catch (IllegalArgumentException unfit) {
            return Optional.empty();
        }
        return Optional.of(values);
    }

    /** A row that is refused is there all the same. */
    private void found(RawRow raw) {
        if (raw.cells().size() == marker) {
            List<String> key = IntStream.of(keyColumns)
                    .mapToObj(column -> raw.cells().get(column))
                    .toList();
            values(key).ifPresent(sought::remove);
        }
    }

    private List<Object> keyOf(Batch batch, int row) {
        List<Object> values = new ArrayList<>();
        for (int column : keyColumns) {
            ColumnVector vector = batch.column(column);
            values.add(
                    vector.type.kind().isTextual()
                            ? new String(vector.bytes, vector.starts[row], vector.lengths[row], UTF_8)
                            : (Object) vector.longs[row]);
        }
        return values;
    }

    private static List<String> withOneMore(List<String> cells) {
        List<String> all = new ArrayList<>(cells);
        all.add("");
        return all;
    }
}
