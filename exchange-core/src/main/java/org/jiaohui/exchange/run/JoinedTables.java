package org.jiaohui.exchange.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** Tables of several files as one, one after the other. All have the columns of the first; each is opened when the one before has handed out its parts. */
final class JoinedTables implements TableSource {
    private final List<Function<Optional<TableSchema>, TableSource>> readings;
    private final List<TableSource> opened = new ArrayList<>();
    private final TableSchema schema;
    private int parts;

    /** @param declared the columns to read; without them the first table's own are read from all */
    JoinedTables(List<Function<Optional<TableSchema>, TableSource>> readings, Optional<TableSchema> declared) {
        this.readings = List.copyOf(readings);
        TableSource first = readings.getFirst().apply(declared);
        opened.add(first);
        schema = first.schema();
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public synchronized Optional<TablePart> nextPart() {
        while (true) {
            Optional<TablePart> part = opened.getLast().nextPart();
            if (part.isPresent()) {
                return Optional.of(new Numbered(part.get(), parts++));
            }
            if (opened.size() == readings.size()) {
                return Optional.empty();
            }
            TableSource next = readings.get(opened.size()).apply(Optional.of(schema));
            opened.add(next);
            if (!next.schema().columns().equals(schema.columns())) {
                throw new ExchangeException(
                        ErrorCode.COLUMN_MISSING,
                        "同一次送达的文件列不一致：%1$s 与 %2$s / the files of one delivery have different columns: %1$s and %2$s"
                                .formatted(names(schema), names(next.schema())));
            }
        }
    }

    private static List<String> names(TableSchema schema) {
        return schema.columns().stream().map(column -> column.name()).toList();
    }

    @Override
    public synchronized long bytesRead() {
        return opened.stream().mapToLong(TableSource::bytesRead).sum();
    }

    @Override
    public void close() {
        opened.forEach(TableSource::close);
    }

    /** A part with its number among those of all tables. */
    private record Numbered(TablePart part, int ordinal) implements TablePart {
        @Override
        public boolean next(Batch batch, RowRefusals refusals) {
            return part.next(batch, refusals);
        }

        @Override
        public long rowsRead() {
            return part.rowsRead();
        }
    }
}
