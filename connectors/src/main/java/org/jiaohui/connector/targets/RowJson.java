package org.jiaohui.connector.targets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnVector;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * One row as a JSON object: numbers as numbers (integers beyond 2^53 and exact decimals keep every digit), dates and times as ISO 8601 text, absent values as null,
 * numbers that JSON has not (NaN, infinity) as null.
 */
public final class RowJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private RowJson() {}

    /** @param operation first member {@code ex_op}; none when it is 0 */
    public static void write(Batch batch, int row, byte operation, ByteArrayOutputStream out) {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            if (operation != 0) {
                json.writeStringProperty("ex_op", String.valueOf((char) operation));
            }
            List<Column> columns = batch.schema().columns();
            for (int i = 0; i < columns.size(); i++) {
                json.writeName(columns.get(i).name());
                value(json, batch.column(i), row);
            }
            json.writeEndObject();
        }
    }

    /** Some of the columns, by their numbers. */
    public static void write(Batch batch, int row, int[] columns, ByteArrayOutputStream out) {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            for (int column : columns) {
                json.writeName(batch.schema().columns().get(column).name());
                value(json, batch.column(column), row);
            }
            json.writeEndObject();
        }
    }

    private static void value(JsonGenerator json, ColumnVector vector, int row) {
        if (vector.nulls[row]) {
            json.writeNull();
            return;
        }
        switch (vector.type.kind()) {
            case TEXT, JSON, GEOMETRY ->
                json.writeString(new String(vector.bytes, vector.starts[row], vector.lengths[row], UTF_8));
            case INTEGER -> json.writeNumber(vector.longs[row]);
            case DECIMAL -> json.writeNumber(BigDecimal.valueOf(vector.longs[row], vector.type.scale()));
            case DOUBLE -> {
                if (Double.isFinite(vector.getDouble(row))) {
                    json.writeNumber(vector.getDouble(row));
                } else {
                    json.writeNull();
                }
            }
            case BOOLEAN -> json.writeBoolean(vector.longs[row] != 0);
            case DATE ->
                json.writeString(LocalDate.ofEpochDay(vector.longs[row]).toString());
            case TIMESTAMP ->
                json.writeString(LocalDateTime.ofEpochSecond(
                                Math.floorDiv(vector.longs[row], 1_000_000L),
                                (int) Math.floorMod(vector.longs[row], 1_000_000L) * 1_000,
                                ZoneOffset.UTC)
                        .toString());
            case TIME ->
                json.writeString(
                        LocalTime.ofNanoOfDay(vector.longs[row] * 1_000).toString());
        }
    }
}
