package org.jiaohui.connector.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.RowRefusals;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** PostgreSQL by binary COPY, decoded straight into columns. Hot path: no object per value; the driver brings one array a row. */
final class PostgresTable extends ConnectionTable {
    private static final byte[] NOTHING = new byte[0];

    private final Reading reading;
    private final JdbcSettings settings;
    private final List<ReadColumn> columns;
    private final BinaryRow row;
    private final CopyOut copy;
    private byte[] data = NOTHING;
    private int position;
    private boolean started;
    private boolean ended;
    private long read;
    private long bytes;

    PostgresTable(Reading reading, JdbcSettings settings, ColumnPlan plan, String where) throws SQLException {
        super(plan.schema());
        this.reading = reading;
        this.settings = settings;
        columns = plan.columns();
        row = new BinaryRow(columns);
        String names = columns.stream().map(PostgresTable::expression).collect(Collectors.joining(", "));
        copy = reading.connection()
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (SELECT " + names + " FROM " + settings.from("\"") + where
                        + ") TO STDOUT (FORMAT binary)");
    }

    private static String expression(ReadColumn column) {
        String name = JdbcSettings.quoted(column.name(), "\"");
        return switch (column.wire()) {
            case TEXT_PARSED -> name + "::text";
            case BYTES -> "encode(" + name + ", 'hex')";
            default -> name;
        };
    }

    @Override
    public boolean next(Batch batch, RowRefusals refusals) {
        batch.clear();
        int filled = 0;
        boolean any = false;
        try {
            while (filled < batch.capacity() && nextRow()) {
                any = true;
                if (row.fill(batch, filled, read, refusals)) {
                    batch.sourceRows[filled++] = read;
                }
                read++;
            }
        } catch (SQLException broken) {
            throw reading.broken(settings.address(), read, broken);
        }
        batch.rows = filled;
        return any;
    }

    @Override
    public long rowsRead() {
        return read;
    }

    @Override
    public long bytesRead() {
        return bytes;
    }

    @Override
    public void close() {
        try {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException ignored) {
            // The connection is closed next.
        }
        reading.close();
    }

    /** Finds the next row's fields in {@link #data}; false at the trailer. */
    private boolean nextRow() throws SQLException {
        if (ended) {
            return false;
        }
        if (!started) {
            need(19);
            int extension = Bytes.int32(data, position + 15);
            position += 19;
            need(extension);
            position += extension;
            started = true;
        }
        need(2);
        int count = Bytes.int16(data, position);
        if (count < 0) {
            ended = true;
            while (copy.readFromCopy() != null) {
                // The rest of the protocol is read, so that an error after the last row is heard.
            }
            return false;
        }
        if (count != columns.size()) {
            throw new SQLException("a row has " + count + " fields instead of " + columns.size());
        }
        // A row may span messages: what is there is kept until the row is whole.
        int at = position + 2;
        for (int i = 0; i < count; i++) {
            at = have(at, 4);
            int length = Bytes.int32(data, at);
            at += 4;
            if (length > 0) {
                at = have(at, length);
            }
            row.field(i, at - position, length);
            at += Math.max(0, length);
        }
        row.place(data, position);
        position = at;
        return true;
    }

    private int have(int at, int length) throws SQLException {
        int within = at - position;
        need(within + length);
        return position + within;
    }

    private void need(int length) throws SQLException {
        while (data.length - position < length) {
            byte[] more = copy.readFromCopy();
            if (more == null) {
                throw new SQLException("the copy ended early", "08006");
            }
            bytes += more.length;
            int left = data.length - position;
            if (left > 0) {
                byte[] both = new byte[left + more.length];
                System.arraycopy(data, position, both, 0, left);
                System.arraycopy(more, 0, both, left, more.length);
                data = both;
            } else {
                data = more;
            }
            position = 0;
        }
    }
}
