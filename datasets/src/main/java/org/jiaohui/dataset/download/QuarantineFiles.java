package org.jiaohui.dataset.download;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.Quarantine;
import org.jiaohui.exchange.dataset.RefusedRows;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunId;
import org.jspecify.annotations.Nullable;

/** Refused rows as CSV and XLSX, one row in memory at a time. */
public final class QuarantineFiles implements Quarantine {
    private static final List<String> REASON = List.of("_row", "_rule", "_column", "_value", "_reason", "_raw");

    private final RefusedRows refused;
    private final Path folder;

    /** {@code folder} holds workbooks while they are written. */
    public QuarantineFiles(RefusedRows refused, Path folder) {
        this.refused = refused;
        this.folder = folder;
    }

    /** Takes one row of a file. */
    @FunctionalInterface
    private interface RowSink {
        void take(List<String> fields) throws IOException;
    }

    @Override
    public void copy(RunId run, DatasetId dataset, OutputStream out, boolean header) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        if (header) {
            writer.write("row,column,rule,value,reason,raw\n");
        }
        Optional<RefusedRows.Reading> reading = refused.open(run, dataset);
        if (reading.isPresent()) {
            try (RefusedRows.Reading rows = reading.get()) {
                for (Optional<RefusedRows.RefusedRow> next = rows.next(); next.isPresent(); next = rows.next()) {
                    RefusedRows.RefusedRow row = next.get();
                    write(
                            writer,
                            List.of(
                                    Long.toString(row.number()),
                                    row.column(),
                                    row.rule(),
                                    row.value(),
                                    row.reason(),
                                    row.raw()));
                }
            }
        }
        writer.flush();
    }

    @Override
    public void export(RunId run, DatasetId dataset, Form form, OutputStream out) throws IOException {
        switch (form) {
            case CSV -> {
                Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
                writer.write('\uFEFF');
                table(run, dataset, fields -> write(writer, fields), fields -> write(writer, fields));
                writer.flush();
            }
            case XLSX -> {
                Files.createDirectories(folder);
                Path file = Files.createTempFile(folder, "quarantine", ".xlsx");
                try {
                    workbook(run, dataset, file);
                    Files.copy(file, out);
                } finally {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void workbook(RunId run, DatasetId dataset, Path file) throws IOException {
        long shortened;
        try (XlsxFile sheet = new XlsxFile(file, "quarantine")) {
            long[] rows = new long[1];
            table(
                    run,
                    dataset,
                    names -> {
                        if (names.size() > XlsxFile.MOST_COLUMNS) {
                            throw tooLarge();
                        }
                        sheet.header(names);
                    },
                    fields -> {
                        if (++rows[0] > XlsxFile.MOST_ROWS) {
                            throw tooLarge();
                        }
                        List<@Nullable Object> cells = new ArrayList<>(fields);
                        sheet.row(cells);
                    });
            shortened = sheet.shortened();
        }
        if (shortened > 0) {
            throw tooLarge();
        }
    }

    private static ExchangeException tooLarge() {
        return new ExchangeException(
                ErrorCode.NOT_ACCEPTABLE,
                "被拒绝的行超出电子表格的行数、列数或单元格长度，请用 format=csv / the refused rows are too many, too wide or too long for a spreadsheet; use format=csv");
    }

    private void table(RunId run, DatasetId dataset, RowSink header, RowSink sink) throws IOException {
        Optional<RefusedRows.Reading> reading = refused.open(run, dataset);
        if (reading.isEmpty()) {
            header.take(REASON);
            return;
        }
        try (RefusedRows.Reading rows = reading.get()) {
            List<String> names = new ArrayList<>(rows.columns());
            int width = names.size();
            names.addAll(REASON);
            header.take(names);
            for (Optional<RefusedRows.RefusedRow> next = rows.next(); next.isPresent(); next = rows.next()) {
                RefusedRows.RefusedRow row = next.get();
                List<String> fields =
                        new ArrayList<>(row.cells().isEmpty() ? Collections.nCopies(width, "") : shown(row.cells()));
                fields.addAll(List.of(
                        Long.toString(row.number()),
                        row.rule(),
                        row.column(),
                        row.value(),
                        row.reason(),
                        row.cells().isEmpty() ? row.raw().replace('\0', '\uFFFD') : ""));
                sink.take(fields);
            }
        }
    }

    /** No file for people holds NUL; it is as unreadable as what could not be decoded. */
    private static List<String> shown(List<String> cells) {
        return cells.stream().map(cell -> cell.replace('\0', '\uFFFD')).toList();
    }

    private static void write(Writer writer, List<String> fields) throws IOException {
        writer.write(fields.stream().map(QuarantineFiles::quoted).collect(Collectors.joining(",")));
        writer.write('\n');
    }

    private static String quoted(String field) {
        boolean plain = field.chars()
                .noneMatch(character -> character == ',' || character == '"' || character == '\n' || character == '\r');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
