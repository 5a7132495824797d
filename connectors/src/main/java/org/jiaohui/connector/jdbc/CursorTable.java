package org.jiaohui.connector.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.RawRow;
import org.jiaohui.exchange.table.RowRefusals;

/** Any JDBC driver, by a forward-only cursor that brings a bounded number of rows at once. */
final class CursorTable extends ConnectionTable {
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

    private final Reading reading;
    private final JdbcSettings settings;
    private final List<ReadColumn> columns;
    private final Statement statement;
    private final ResultSet rows;
    private long read;

    CursorTable(Reading reading, JdbcSettings settings, ColumnPlan plan, String quote, String where)
            throws SQLException {
        super(plan.schema());
        this.reading = reading;
        this.settings = settings;
        columns = plan.columns();
        String names = columns.stream()
                .map(each -> JdbcSettings.quoted(each.name(), quote))
                .collect(Collectors.joining(", "));
        statement = reading.connection().createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        statement.setFetchSize(settings.address().dialect().fetchSize(settings.fetchSize()));
        rows = statement.executeQuery("SELECT " + names + " FROM " + settings.from(quote) + where);
    }

    @Override
    public boolean next(Batch batch, RowRefusals refusals) {
        batch.clear();
        int row = 0;
        boolean any = false;
        try {
            while (row < batch.capacity() && rows.next()) {
                any = true;
                if (fill(batch, row, refusals)) {
                    batch.sourceRows[row++] = read;
                }
                read++;
            }
        } catch (SQLException broken) {
            throw reading.broken(settings.address(), read, broken);
        }
        batch.rows = row;
        return any;
    }

    @Override
    public long rowsRead() {
        return read;
    }

    @Override
    void finished() throws SQLException {
        statement.close();
    }

    @Override
    public void close() {
        try {
            statement.cancel();
        } catch (SQLException ignored) {
            // The connection is closed next.
        }
        reading.close();
    }

    private boolean fill(Batch batch, int row, RowRefusals refusals) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            ReadColumn column = columns.get(i);
            try {
                set(batch.column(i), row, column, i + 1);
            } catch (SQLException | ArithmeticException | IllegalArgumentException | DateTimeException wrong) {
                // Of MySQL's own driver: it makes a date of "2024-02-00" and fails at it.
                if (wrong instanceof SQLException broken && DatabaseTrouble.isBroken(broken)) {
                    throw broken;
                }
                for (int j = 0; j <= i; j++) {
                    batch.column(j).unsetNull(row);
                }
                String value = shortened(String.valueOf(text(i + 1)));
                refusals.refuse(
                        read,
                        column.column().name(),
                        "type",
                        value,
                        "值 \"" + value + "\" 不符合类型 " + column.column().type() + " / does not fit "
                                + column.column().type() + ": " + wrong.getMessage(),
                        raw());
                return false;
            }
        }
        return true;
    }

    private void set(ColumnVector vector, int row, ReadColumn column, int i) throws SQLException {
        switch (column.wire()) {
            case INT -> vector.setLong(row, rows.getLong(i));
            case NUMERIC -> {
                BigDecimal value = rows.getBigDecimal(i);
                vector.setLong(row, value == null ? 0 : TextValue.decimal(vector.type, value));
            }
            case FLOAT4 -> vector.setDouble(row, TextValue.finite(rows.getFloat(i)));
            case FLOAT8 -> vector.setDouble(row, TextValue.finite(rows.getDouble(i)));
            case BOOL -> vector.setLong(row, rows.getBoolean(i) ? 1 : 0);
            case DATE -> {
                LocalDate value = rows.getObject(i, LocalDate.class);
                vector.setLong(row, value == null ? zero(i) : value.toEpochDay());
            }
            case TIMESTAMP -> {
                LocalDateTime value = rows.getObject(i, LocalDateTime.class);
                vector.setLong(row, value == null ? zero(i) : TextValue.micros(value));
            }
            case TIMESTAMP_WITH_ZONE -> {
                OffsetDateTime value = rows.getObject(i, OffsetDateTime.class);
                vector.setLong(
                        row,
                        value == null
                                ? 0
                                : TextValue.micros(
                                        value.atZoneSameInstant(BEIJING).toLocalDateTime()));
            }
            case TIME -> {
                // As text: drivers turn MySQL's "-01:00:00" and "25:00:00", which are spans and no times of day, into
                // some time of day.
                String value = rows.getString(i);
                vector.setLong(row, value == null ? 0 : TextValue.parse(vector.type, value));
            }
            case BYTES -> {
                byte[] value = rows.getBytes(i);
                setText(vector, row, value == null ? "" : HexFormat.of().formatHex(value));
            }
            case TEXT, JSONB, TEXT_PARSED -> {
                String value = rows.getString(i);
                if (value != null && vector.type.kind().isTextual()) {
                    setText(vector, row, value);
                } else if (value != null) {
                    vector.setLong(row, TextValue.parse(vector.type, value));
                }
            }
        }
        if (rows.wasNull()) {
            vector.setNull(row);
        }
    }

    /** MySQL's zero dates come as null objects although they are not null; they are no dates. */
    private long zero(int i) throws SQLException {
        String text = rows.getString(i);
        if (text != null && text.startsWith("0000-")) {
            throw new IllegalArgumentException("a zero date");
        }
        return 0;
    }

    private static void setText(ColumnVector vector, int row, String value) {
        byte[] bytes = value.getBytes(UTF_8);
        vector.setText(row, bytes, 0, bytes.length);
    }

    private RawRow raw() throws SQLException {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
            String value = text(i);
            cells.add(value == null ? "" : value);
        }
        return new RawRow(cells, String.join(",", cells));
    }

    private @org.jspecify.annotations.Nullable String text(int i) throws SQLException {
        try {
            return rows.getString(i);
        } catch (SQLException odd) {
            if (DatabaseTrouble.isBroken(odd)) {
                throw odd;
            }
            return "?";
        }
    }
}
