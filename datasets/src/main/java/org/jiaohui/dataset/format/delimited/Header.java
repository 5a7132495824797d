package org.jiaohui.dataset.format.delimited;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.table.TableSchema;

/**
 * The names of a file's fields.
 *
 * @param found the names as they stand in the file; {@code c1 … cn} where it has none
 * @param names the same, made different from each other: a second {@code 时间} is {@code 时间_2}, an empty name {@code c} and its position
 * @param declared whether the names stand in the file
 */
record Header(List<String> found, List<String> names, boolean declared) {
    private static final int LONGEST_NAME = 200;

    Header {
        found = List.copyOf(found);
        names = List.copyOf(names);
    }

    static Header of(List<String> found) {
        return new Header(found, distinct(found), true);
    }

    static Header numbered(int fields) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= fields; i++) {
            names.add("c" + i);
        }
        return new Header(names, names, false);
    }

    private static List<String> distinct(List<String> found) {
        Set<String> taken = new HashSet<>();
        found.forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
        Set<String> used = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            String base = found.get(i).isBlank() ? "c" + (i + 1) : shortened(found.get(i));
            String name = base;
            for (int suffix = 2; !used.add(name.toLowerCase(Locale.ROOT)); suffix++) {
                name = base + "_" + suffix;
                if (taken.contains(name.toLowerCase(Locale.ROOT))) {
                    name = base;
                }
            }
            names.add(name);
        }
        return names;
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    /** Names that stand in the file more than once. */
    List<String> duplicates() {
        Set<String> seen = new HashSet<>();
        return found.stream()
                .filter(name -> !name.isBlank() && !seen.add(name.toLowerCase(Locale.ROOT)))
                .distinct()
                .toList();
    }

    /**
     * For each column of the schema the field that holds it.
     *
     * @throws ExchangeException COLUMN_MISSING, or HEADER_BROKEN when a declared name stands for several fields
     */
    int[] fieldsOf(TableSchema schema, String file) {
        int[] fields = new int[schema.columns().size()];
        boolean byPosition = isByPosition(schema);
        for (int i = 0; i < fields.length; i++) {
            fields[i] = byPosition
                    ? (i < names.size() ? i : -1)
                    : fieldOf(schema.columns().get(i).name(), schema, file);
            if (fields[i] < 0) {
                String name = schema.columns().get(i).name();
                String all = shortened(String.join(", ", found));
                throw new ExchangeException(
                        ErrorCode.COLUMN_MISSING,
                        "文件 %s 缺少列“%s”（现有：%s） / column \"%s\" is missing in %s (found: %s)"
                                .formatted(file, name, all, name, file, all));
            }
        }
        return fields;
    }

    /** Whether the fields of a file without names are taken in the order of the schema's columns. */
    private boolean isByPosition(TableSchema schema) {
        return !declared && schema.columns().stream().noneMatch(column -> names.contains(column.name()));
    }

    /** The names by which a reading with this schema would find the fields. */
    List<String> namesFor(TableSchema schema) {
        if (!isByPosition(schema)) {
            return names;
        }
        List<String> called = new ArrayList<>(names);
        for (int i = 0; i < Math.min(called.size(), schema.columns().size()); i++) {
            called.set(i, schema.columns().get(i).name());
        }
        return called;
    }

    private int fieldOf(String name, TableSchema schema, String file) {
        int field = indexOf(name);
        if (field >= 0) {
            String base = found.get(field);
            long fields = found.stream().filter(base::equalsIgnoreCase).count();
            if (fields > 1 && !base.isBlank() && told(schema, base) < fields) {
                throw new ExchangeException(
                        ErrorCode.HEADER_BROKEN,
                        "文件 %s 的表头中列名“%s”出现 %d 次，无法确定是哪一列 / the header of %s names column \"%s\" %d times; make the names different or declare %s, %s_2 …"
                                .formatted(file, base, fields, file, base, fields, base, base));
            }
        }
        return field;
    }

    private int indexOf(String name) {
        for (int i = names.size() - 1; i >= 0; i--) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    /** How many of the fields that the file calls {@code base} the schema declares. */
    private long told(TableSchema schema, String base) {
        long told = 0;
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).equalsIgnoreCase(base) && schema.indexOf(names.get(i)) >= 0) {
                told++;
            }
        }
        return told;
    }
}
