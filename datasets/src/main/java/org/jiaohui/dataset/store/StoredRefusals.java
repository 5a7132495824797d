package org.jiaohui.dataset.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.zip.GZIPInputStream;
import org.jiaohui.dataset.format.row.CellRow;
import org.jiaohui.dataset.format.row.RowCursor;
import org.jiaohui.dataset.format.row.RowTable;
import org.jiaohui.dataset.format.row.SourceColumn;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.dataset.KeptFiles;
import org.jiaohui.exchange.dataset.RefusedRows;
import org.jiaohui.exchange.run.RunId;

/** Reads the quarantine files that stagings write. */
public final class StoredRefusals implements RefusedRows {
    static final String HEADER = "row,column,rule,value,reason,raw";
    private static final int REASON_FIELDS = 6;

    private final KeptFiles files;
    private final Path folder;

    /** {@code folder} holds refused rows while mended ones are compared with them. */
    public StoredRefusals(KeptFiles files, Path folder) {
        this.files = files;
        this.folder = folder;
    }

    @Override
    public Optional<Reading> open(RunId run, DatasetId dataset) {
        return files.findQuarantine(run, dataset).map(file -> {
            InputStream packed = file.open();
            try {
                return new FileReading(new CsvRecords(new GZIPInputStream(packed, 1 << 16)));
            } catch (IOException broken) {
                close(packed);
                throw new UncheckedIOException(broken);
            }
        });
    }

    @Override
    public Optional<Formats.DeliveredTable> findTable(RunId run, DatasetId dataset, LongPredicate wanted) {
        List<String> columns;
        try (Reading reading = open(run, dataset).orElse(null)) {
            columns = reading == null ? List.of() : reading.columns();
        }
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of(new RowTable(
                        dataset.value(),
                        "quarantine-" + run,
                        columns.stream().map(SourceColumn::named).toList(),
                        () -> new WantedRows(open(run, dataset).orElseThrow(), wanted)));
    }

    @Override
    public Formats.DeliveredTable mended(RunId run, DatasetId dataset, Formats.DeliveredTable sent, String row) {
        List<String> columns;
        try (Reading reading = open(run, dataset).orElse(null)) {
            columns = reading == null ? List.of() : reading.columns();
        }
        return new MendedTable(sent, row, columns, () -> open(run, dataset), folder);
    }

    /** The cells of the wanted rows. */
    private record WantedRows(Reading reading, LongPredicate wanted) implements RowCursor {
        @Override
        public boolean next(CellRow row) {
            row.clear();
            for (Optional<RefusedRow> next = reading.next(); next.isPresent(); next = reading.next()) {
                if (wanted.test(next.get().number())) {
                    set(row, next.get());
                    return true;
                }
            }
            return false;
        }

        private void set(CellRow row, RefusedRow refused) {
            row.setRaw(refused.raw());
            for (int i = 0; i < refused.cells().size(); i++) {
                row.setText(i, refused.cells().get(i));
            }
            UnreadValues.of(refused, reading.columns())
                    .flatMap(unread -> unread.missing(refused.cells()))
                    .ifPresent(why -> row.refuse(
                            reading.columns().indexOf(refused.column()), refused.rule(), refused.value(), why));
        }

        @Override
        public void close() {
            reading.close();
        }
    }

    private static void close(InputStream packed) {
        try {
            packed.close();
        } catch (IOException ignored) {
            // What broke the reading is told.
        }
    }

    private static final class FileReading implements Reading {
        private final CsvRecords records;
        private final List<String> columns;

        FileReading(CsvRecords records) throws IOException {
            this.records = records;
            List<String> header = records.next().orElse(List.of());
            columns = header.size() > REASON_FIELDS
                    ? List.copyOf(header.subList(REASON_FIELDS, header.size()))
                    : List.of();
        }

        @Override
        public List<String> columns() {
            return columns;
        }

        @Override
        public Optional<RefusedRow> next() {
            try {
                return records.next().map(FileReading::row);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        private static RefusedRow row(List<String> fields) {
            return new RefusedRow(
                    Long.parseLong(fields.getFirst()),
                    fields.get(1),
                    fields.get(2),
                    fields.get(3),
                    fields.get(4),
                    fields.get(5),
                    fields.subList(REASON_FIELDS, fields.size()));
        }

        @Override
        public void close() {
            try {
                records.close();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
