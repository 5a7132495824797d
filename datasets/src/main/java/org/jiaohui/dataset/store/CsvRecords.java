package org.jiaohui.dataset.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The CSV that this package writes itself (RFC 4180, UTF-8, line feeds), record by record. */
final class CsvRecords implements AutoCloseable {
    private final BufferedReader in;

    CsvRecords(InputStream in) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
    }

    /** The next record; empty at the end. */
    Optional<List<String>> next() throws IOException {
        int c = in.read();
        if (c < 0) {
            return Optional.empty();
        }
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (; c >= 0 && (quoted || c != '\n'); c = in.read()) {
            if (c == '"' && quoted) {
                in.mark(1);
                if (in.read() == '"') {
                    field.append('"');
                } else {
                    in.reset();
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append((char) c);
            }
        }
        fields.add(field.toString());
        return Optional.of(fields);
    }

    /** A field as {@link #next} reads it back. */
    static String quoted(String field) {
        boolean plain = field.chars()
                .noneMatch(character -> character == ',' || character == '"' || character == '\n' || character == '\r');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
