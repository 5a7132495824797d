package org.jiaohui.dataset.format.shapefile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jiaohui.dataset.format.encoding.EncodingDetector;
import org.jiaohui.dataset.format.row.CellRow;
import org.jiaohui.dataset.format.row.SourceColumn;
import org.jiaohui.exchange.table.ColumnType;

/** The attributes of a shapefile: a dBASE III table. */
final class DbaseTable implements AutoCloseable {
    /** A field: where it lies in a record. */
    private record Field(String name, char type, int from, int length, int decimals) {}

    private final RandomAccessFile file;
    private final int records;
    private final int headerLength;
    private final List<Field> fields;
    private final Charset charset;
    private final byte[] record;

    private DbaseTable(
            RandomAccessFile file, int records, int headerLength, int length, List<Field> fields, Charset charset) {
        this.file = file;
        this.records = records;
        this.headerLength = headerLength;
        this.fields = fields;
        this.charset = charset;
        record = new byte[length];
    }

    /** Encoding: declared, then the .cpg file, then the language byte of the header, then detected from the values. */
    static DbaseTable open(Path path, Optional<Path> cpg, Optional<String> declared, String name) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        try {
            return read(file, cpg, declared, name);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static DbaseTable read(RandomAccessFile file, Optional<Path> cpg, Optional<String> declared, String name)
            throws IOException {
        byte[] start = new byte[32];
        file.readFully(start);
        ByteBuffer header = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        int records = header.getInt(4);
        int headerLength = header.getShort(8) & 0xffff;
        int length = header.getShort(10) & 0xffff;
        if (records < 0 || headerLength < 33 || length < 1 || headerLength + (long) records * length > file.length()) {
            throw new IOException("the .dbf file is shorter than its header says");
        }
        byte[] descriptors = new byte[headerLength - 32];
        file.readFully(descriptors);
        Charset charset = charset(file, records, headerLength, length, start[29] & 0xff, cpg, declared, name);
        List<Field> fields = fields(descriptors, length, charset);
        return new DbaseTable(file, records, headerLength, length, fields, charset);
    }

    private static List<Field> fields(byte[] descriptors, int recordLength, Charset charset) throws IOException {
        List<Field> fields = new ArrayList<>();
        int from = 1;
        for (int at = 0; at + 32 <= descriptors.length && descriptors[at] != 0x0d; at += 32) {
            int end = at;
            while (end < at + 11 && descriptors[end] != 0) {
                end++;
            }
            int length = descriptors[at + 16] & 0xff;
            String name = new String(descriptors, at, end - at, charset);
            fields.add(new Field(name, (char) descriptors[at + 11], from, length, descriptors[at + 17] & 0xff));
            from += length;
        }
        if (from > recordLength) {
            throw new IOException("the fields of the .dbf file are longer than its records");
        }
        return fields;
    }

    private static Charset charset(
            RandomAccessFile file,
            int records,
            int headerLength,
            int length,
            int language,
            Optional<Path> cpg,
            Optional<String> declared,
            String name)
            throws IOException {
        if (declared.isPresent()) {
            return EncodingDetector.charset(declared.get());
        }
        if (cpg.isPresent()) {
            Optional<Charset> named = named(
                    Files.readString(cpg.get(), StandardCharsets.ISO_8859_1).strip());
            if (named.isPresent()) {
                return named.get();
            }
        }
        switch (language) {
            case 0x4d, 0x7a -> {
                return Charset.forName("GB18030");
            }
            case 0x4f, 0x78 -> {
                return Charset.forName("Big5");
            }
            default -> {}
        }
        byte[] sample = new byte[(int) Math.min(1 << 20, (long) records * length)];
        file.seek(headerLength);
        file.readFully(sample);
        for (byte value : sample) {
            if (value < 0) {
                return EncodingDetector.detect(new ByteArrayInputStream(sample)).orAsk(name);
            }
        }
        return StandardCharsets.UTF_8;
    }

    private static Optional<Charset> named(String cpg) {
        String name = cpg.equals("936") || cpg.equals("54936") ? "GB18030" : cpg.equals("65001") ? "UTF-8" : cpg;
        String full = name.matches("\\d{3,4}") ? "windows-" + name : name;
        try {
            return Optional.of(EncodingDetector.charset(full));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    int records() {
        return records;
    }

    List<SourceColumn> columns() {
        List<SourceColumn> named =
                SourceColumn.ofHeaders(fields.stream().map(Field::name).toList());
        List<SourceColumn> columns = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            columns.add(named.get(i).withType(type(fields.get(i))));
        }
        return columns;
    }

    private static ColumnType type(Field field) {
        return switch (field.type()) {
            case 'N' -> {
                if (field.decimals() == 0) {
                    yield field.length() <= 18 ? ColumnType.INTEGER : ColumnType.DOUBLE;
                }
                yield ColumnType.DOUBLE;
            }
            case 'F', 'B', 'O' -> ColumnType.DOUBLE;
            case 'I', '+' -> ColumnType.INTEGER;
            case 'L' -> ColumnType.BOOLEAN;
            case 'D' -> ColumnType.DATE;
            default -> ColumnType.TEXT;
        };
    }

    /** Fills the cells of one record; false when the record is marked as deleted. */
    boolean read(int index, CellRow row) throws IOException {
        file.seek(headerLength + (long) index * record.length);
        file.readFully(record);
        if (record[0] == '*') {
            return false;
        }
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            cell(field, i, row);
        }
        return true;
    }

    private void cell(Field field, int column, CellRow row) {
        if (field.type() == 'I' && field.length() == 4) {
            int value = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).getInt(field.from());
            row.setValue(column, Integer.toString(value));
            return;
        }
        byte[] bytes = Arrays.copyOfRange(record, field.from(), field.from() + field.length());
        String value = new String(bytes, charset).replace("\u0000", "").strip();
        if (value.isEmpty() || (field.type() != 'C' && value.matches("\\*+|-?1\\.#.*|\\?"))) {
            return;
        }
        switch (field.type()) {
            case 'N' -> row.setValue(column, whole(field, value));
            case 'D' ->
                row.setValue(
                        column,
                        value.matches("\\d{8}")
                                ? value.substring(0, 4) + "-" + value.substring(4, 6) + "-" + value.substring(6)
                                : value);
            case 'L' ->
                row.setValue(column, "YyTt".contains(value) ? "true" : "NnFf".contains(value) ? "false" : value);
            default -> row.setText(column, value);
        }
        if (value.indexOf('\ufffd') >= 0) {
            row.refuse(
                    column,
                    "encoding",
                    value,
                    "值不能按 %s 解码，请声明 encoding / the value is not valid %s; declare \"encoding\""
                            .formatted(charset.name(), charset.name()));
        }
    }

    private static String whole(Field field, String value) {
        return field.decimals() == 0 && value.endsWith(".") ? value.substring(0, value.length() - 1) : value;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
