package org.jiaohui.dataset.format.row;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.table.ColumnType;

/**
 * A column as the file has it.
 *
 * @param name its name, unique in the table when case is ignored
 * @param header what the file calls it; differs from the name where the file has the same header twice
 * @param known the type, where the format itself says it
 * @param note what a reader of the data should know, for the column's description
 */
public record SourceColumn(String name, String header, Optional<ColumnType> known, Optional<String> note) {
    public static SourceColumn named(String name) {
        return new SourceColumn(name, name, Optional.empty(), Optional.empty());
    }

    public SourceColumn withType(ColumnType type) {
        return new SourceColumn(name, header, Optional.of(type), note);
    }

    public SourceColumn withNote(String text) {
        return new SourceColumn(name, header, known, Optional.of(text));
    }

    /** Columns for a header line: blank headers are numbered, a header that occurs again gets {@code _2}, {@code _3} …, overlong ones are cut. */
    public static List<SourceColumn> ofHeaders(List<String> headers) {
        Set<String> taken = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (String header : headers) {
            taken.add(key(tidy(header)));
        }
        Set<String> given = new HashSet<>();
        List<SourceColumn> columns = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            String header = tidy(headers.get(i));
            if (header.isEmpty()) {
                header = "column_" + (i + 1);
            }
            String name = header;
            while (!given.add(key(name))) {
                int number = seen.merge(key(header), 1, Integer::sum) + 1;
                name = header + "_" + number;
                if (taken.contains(key(name))) {
                    name = header;
                }
            }
            columns.add(new SourceColumn(name, header, Optional.empty(), Optional.empty()));
        }
        return List.copyOf(columns);
    }

    /** What a steward should know of headers that occur more than once. */
    public static List<Finding> duplicates(List<SourceColumn> columns) {
        return columns.stream()
                .filter(column -> !column.name().equals(column.header()))
                .map(SourceColumn::header)
                .distinct()
                .map(header -> new Finding(
                        "header",
                        Finding.Severity.WARNING,
                        header,
                        1,
                        "表头中列名“%s”重复，后面的列已加后缀 _2".formatted(header),
                        "the header names \"%s\" more than once; later ones got the suffix _2".formatted(header),
                        List.of()))
                .toList();
    }

    private static String tidy(String header) {
        String line = header.strip().replaceAll("\\s+", " ");
        return line.length() <= 240 ? line : line.substring(0, 240);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
