package org.jiaohui.connector;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** Reads every file as one column of lines: formats are another module's business. */
final class LinesAsRows implements Formats {
    @Override
    public OpenedFile open(SpooledFile file, FormatOptions options) {
        return new OpenedFile() {
            @Override
            public String format() {
                return "LINES";
            }

            @Override
            public List<DeliveredTable> tables() {
                return List.of(new Lines(file));
            }

            @Override
            public void close() {}
        };
    }

    private record Lines(SpooledFile file) implements DeliveredTable {
        @Override
        public String name() {
            return file.name();
        }

        @Override
        public TableSchema draft() {
            return TableSchema.of(List.of(Column.of("line", ColumnType.TEXT)));
        }

        @Override
        public TableSource read(Optional<TableSchema> declared) {
            try {
                return new LineTable(draft(), Files.readAllLines(file.path()));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private static final class LineTable implements TableSource, TablePart {
        private final TableSchema schema;
        private final List<String> lines;
        private boolean handedOut;
        private int read;

        LineTable(TableSchema schema, List<String> lines) {
            this.schema = schema;
            this.lines = lines;
        }

        @Override
        public TableSchema schema() {
            return schema;
        }

        @Override
        public Optional<TablePart> nextPart() {
            if (handedOut) {
                return Optional.empty();
            }
            handedOut = true;
            return Optional.of(this);
        }

        @Override
        public boolean next(Batch batch, RowRefusals refusals) {
            batch.clear();
            int row = 0;
            while (row < batch.capacity() && read < lines.size()) {
                byte[] text = lines.get(read++).getBytes(UTF_8);
                batch.column(0).setText(row++, text, 0, text.length);
            }
            batch.rows = row;
            return row > 0;
        }

        @Override
        public int ordinal() {
            return 0;
        }

        @Override
        public long rowsRead() {
            return read;
        }

        @Override
        public void close() {}
    }
}
