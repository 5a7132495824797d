package org.jiaohui.exchange.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetChanges;
import org.jiaohui.exchange.dataset.DatasetChanges.ChangePage;
import org.jiaohui.exchange.dataset.DatasetChanges.ChangeQuery;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.TableSchema;

/** What changed since the version that the target holds. Asked for page by page, so that a slow target keeps nobody else's query waiting. */
record ChangedRows(DatasetVersion version, VersionNumber since, DatasetChanges changes) implements RowFeed {
    private static final int PAGE = 10_000;
    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

    @Override
    public TableSchema schema() {
        return version.schema();
    }

    @Override
    public boolean areChanges() {
        return true;
    }

    @Override
    public void forEach(Receiver receiver) {
        Batch batch = new Batch(version.schema(), PAGE);
        byte[] operations = new byte[PAGE];
        Optional<String> cursor = Optional.empty();
        do {
            ChangePage page = changes.page(
                    version.dataset(), new ChangeQuery(since, Optional.of(version.number()), PAGE, cursor));
            batch.clear();
            for (DatasetChanges.Change change : page.changes()) {
                operations[batch.rows] = switch (change.kind()) {
                    case INSERTED -> INSERT;
                    case UPDATED -> UPDATE;
                    case DELETED -> DELETE;
                };
                for (int i = 0; i < batch.columnCount(); i++) {
                    set(
                            batch.column(i),
                            batch.rows,
                            Optional.ofNullable(change.row().get(i)));
                }
                batch.rows++;
            }
            receiver.take(batch, operations);
            cursor = page.next();
        } while (cursor.isPresent());
    }

    private static void set(ColumnVector vector, int row, Optional<Object> given) {
        if (given.isEmpty()) {
            vector.setNull(row);
            return;
        }
        Object value = given.get();
        switch (vector.type.kind()) {
            case TEXT, JSON, GEOMETRY -> {
                byte[] text = value.toString().getBytes(UTF_8);
                vector.setText(row, text, 0, text.length);
            }
            case INTEGER -> vector.setLong(row, new BigDecimal(value.toString()).longValueExact());
            case DECIMAL ->
                vector.setLong(
                        row,
                        new BigDecimal(value.toString())
                                .setScale(vector.type.scale())
                                .unscaledValue()
                                .longValueExact());
            case DOUBLE -> vector.setDouble(row, Double.parseDouble(value.toString()));
            case BOOLEAN -> vector.setLong(row, Boolean.parseBoolean(value.toString()) ? 1 : 0);
            case DATE -> vector.setLong(row, LocalDate.parse(value.toString()).toEpochDay());
            case TIMESTAMP -> vector.setLong(row, micros(value.toString()));
            case TIME -> vector.setLong(row, LocalTime.parse(value.toString()).toNanoOfDay() / 1_000);
        }
    }

    private static long micros(String text) {
        return ChronoUnit.MICROS.between(EPOCH, LocalDateTime.parse(text.replace(' ', 'T')));
    }
}
