package org.jiaohui.dataset.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.dataset.format.archive.ArchiveLimits;
import org.jiaohui.exchange.dataset.Formats.DeliveredTable;
import org.jiaohui.exchange.dataset.Formats.OpenedFile;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;
import org.junit.jupiter.api.Assumptions;

/** Opens files and reads tables to their end, for tests. */
final class OpenedFiles {
    private OpenedFiles() {}

    /** All rows of a table as text, and what was refused. */
    record Rows(TableSchema schema, List<List<String>> rows, List<String> refused, long count) {
        String cell(int row, String column) {
            return rows.get(row).get(schema.indexOf(column));
        }
    }

    static Path realData() {
        String folder = System.getenv("JIAOHUI_REAL_DATA");
        Assumptions.assumeTrue(folder != null && !folder.isBlank(), "JIAOHUI_REAL_DATA is not set");
        return Path.of(String.valueOf(folder));
    }

    static OpenedFile open(Path work, Path file, FormatOptions options) {
        try {
            SpooledFile spooled =
                    new SpooledFile(file, String.valueOf(file.getFileName()), Optional.empty(), Files.size(file), "");
            return new DetectingFormats(work, ArchiveLimits.DEFAULT).open(spooled, options);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static OpenedFile open(Path work, Path file) {
        return open(work, file, FormatOptions.DETECT);
    }

    static FormatOptions declared(String format) {
        FormatOptions none = FormatOptions.DETECT;
        return new FormatOptions(
                Optional.of(format),
                none.encoding(),
                none.delimiter(),
                none.recordSeparator(),
                none.quote(),
                none.header(),
                none.table(),
                none.rowsPath());
    }

    static FormatOptions withRows(String path) {
        FormatOptions none = FormatOptions.DETECT;
        return new FormatOptions(
                none.format(),
                none.encoding(),
                none.delimiter(),
                none.recordSeparator(),
                none.quote(),
                none.header(),
                none.table(),
                Optional.of(path));
    }

    static DeliveredTable table(OpenedFile file, String name) {
        return file.tables().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no table " + name + " among " + names(file)));
    }

    static List<String> names(OpenedFile file) {
        return file.tables().stream().map(DeliveredTable::name).toList();
    }

    static Rows read(DeliveredTable table) {
        return read(table, Optional.empty());
    }

    static Rows read(DeliveredTable table, Optional<TableSchema> declared) {
        List<List<String>> rows = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        long count = 0;
        try (TableSource source = table.read(declared)) {
            Batch batch = new Batch(source.schema(), 1000);
            for (Optional<TablePart> part = source.nextPart(); part.isPresent(); part = source.nextPart()) {
                while (part.get()
                        .next(
                                batch,
                                (row, column, rule, value, reason, raw) ->
                                        refused.add(column + "|" + rule + "|" + value))) {
                    take(batch, rows);
                }
                count += part.get().rowsRead();
            }
            return new Rows(source.schema(), rows, refused, count);
        }
    }

    private static void take(Batch batch, List<List<String>> rows) {
        for (int row = 0; row < batch.rows; row++) {
            List<String> cells = new ArrayList<>();
            for (int column = 0; column < batch.columnCount(); column++) {
                cells.add(text(batch.column(column), row));
            }
            rows.add(cells);
        }
    }

    private static String text(ColumnVector vector, int row) {
        if (vector.nulls[row]) {
            return "";
        }
        if (vector.type.kind().isTextual()) {
            return new String(vector.bytes, vector.starts[row], vector.lengths[row], StandardCharsets.UTF_8);
        }
        return vector.type.kind() == org.jiaohui.exchange.table.ColumnType.Kind.DOUBLE
                ? String.valueOf(vector.getDouble(row))
                : String.valueOf(vector.longs[row]);
    }
}
