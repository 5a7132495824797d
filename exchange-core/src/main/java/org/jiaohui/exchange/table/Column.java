package org.jiaohui.exchange.table;

import java.util.List;
import java.util.Optional;

/**
 * One column of a table: an information item (信息项) of the directory.
 *
 * @param name name in files and queries, not blank, at most 255 characters
 * @param title Chinese title; the name where none is declared
 * @param required whether an empty value is refused
 * @param constraints what else a value must satisfy
 */
public record Column(
        String name,
        ColumnType type,
        String title,
        Optional<String> titleEn,
        Optional<String> description,
        Optional<String> unit,
        boolean required,
        List<Constraint> constraints) {
    public Column {
        if (name.isBlank() || name.length() > 255) {
            throw new IllegalArgumentException("a column's name has 1 to 255 characters: \"" + name + "\"");
        }
        constraints = List.copyOf(constraints);
    }

    public static Column of(String name, ColumnType type) {
        return new Column(name, type, name, Optional.empty(), Optional.empty(), Optional.empty(), false, List.of());
    }

    public Column asRequired() {
        return new Column(name, type, title, titleEn, description, unit, true, constraints);
    }

    public Column withType(ColumnType other) {
        return new Column(name, other, title, titleEn, description, unit, required, constraints);
    }

    public Column withTitles(String chinese, Optional<String> english) {
        return new Column(name, type, chinese, english, description, unit, required, constraints);
    }

    /** The constraint of a kind. */
    public <T extends Constraint> Optional<T> find(Class<T> kind) {
        return constraints.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    public Column withConstraints(List<Constraint> others) {
        return new Column(name, type, title, titleEn, description, unit, required, others);
    }
}
