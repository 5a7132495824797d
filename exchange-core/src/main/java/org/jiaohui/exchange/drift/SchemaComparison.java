package org.jiaohui.exchange.drift;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.dataset.ColumnProfile;
import org.jiaohui.exchange.drift.SchemaChange.Kind;
import org.jiaohui.exchange.drift.SchemaChange.Side;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.TableSchema;

/**
 * Compares what a source has with what was expected of it. Columns are matched by name, case ignored.
 *
 * <p>A type that the source only shows by its values counts as changed when more than a tenth of the sampled ones do not fit: fewer are bad values, and bad rows
 * are refused one by one.
 */
final class SchemaComparison {
    private static final double MOST_FIT = 0.9;

    private final TableSchema expected;
    private final List<ColumnProfile> profile;
    private final boolean declared;
    private final List<DeliveredColumn> delivered;

    /**
     * @param profile of the last version, to recognise renamed columns by their values; may be empty
     * @param declared whether a person declared what is expected; a database's text column then may hold any declared type
     */
    SchemaComparison(
            TableSchema expected, List<ColumnProfile> profile, boolean declared, List<DeliveredColumn> delivered) {
        this.expected = expected;
        this.profile = profile;
        this.declared = declared;
        this.delivered = delivered;
    }

    List<SchemaChange> changes() {
        Map<String, Side> added = new LinkedHashMap<>();
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < delivered.size(); i++) {
            DeliveredColumn column = delivered.get(i);
            positions.put(key(column.name()), i);
            if (expected.indexOf(column.name()) < 0) {
                added.put(key(column.name()), side(column, i));
            }
        }
        List<SchemaChange> changes = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < expected.columns().size(); i++) {
            Column column = expected.columns().get(i);
            Side before = side(column, i);
            Integer position = positions.get(key(column.name()));
            if (position == null) {
                Optional<Side> renamed = renamed(column, before, added);
                renamed.ifPresent(side -> added.remove(key(side.name())));
                changes.add(new SchemaChange(
                        renamed.isPresent() ? Kind.RENAMED : Kind.MISSING, Optional.of(before), renamed));
            } else {
                order.add(position);
                DeliveredColumn now = delivered.get(position);
                if (isRetyped(column.type(), now)) {
                    changes.add(new SchemaChange(Kind.RETYPED, Optional.of(before), Optional.of(side(now, position))));
                }
            }
        }
        added.values().forEach(side -> changes.add(new SchemaChange(Kind.ADDED, Optional.empty(), Optional.of(side))));
        if (!order.equals(order.stream().sorted().toList())) {
            changes.add(new SchemaChange(Kind.REORDERED, Optional.empty(), Optional.empty()));
        }
        return changes;
    }

    private boolean isRetyped(ColumnType before, DeliveredColumn now) {
        if (now.type().isEmpty()) {
            return false;
        }
        if (!now.stated()) {
            return now.fitting() < MOST_FIT;
        }
        ColumnType after = now.type().get();
        return declared ? !holds(before, after) : !after.equals(before);
    }

    /** Whether every value of a database's type can be read as the declared one; of its texts only the values tell. */
    private static boolean holds(ColumnType declared, ColumnType stated) {
        if (declared.equals(stated) || declared.kind().isTextual() || stated.kind() == ColumnType.Kind.TEXT) {
            return true;
        }
        return switch (stated.kind()) {
            case INTEGER ->
                declared.kind() == ColumnType.Kind.DECIMAL
                        || declared.kind() == ColumnType.Kind.DOUBLE
                        || declared.kind() == ColumnType.Kind.BOOLEAN;
            case DECIMAL ->
                declared.kind() == ColumnType.Kind.DOUBLE
                        || (declared.kind() == ColumnType.Kind.INTEGER && stated.scale() == 0)
                        || (declared.kind() == ColumnType.Kind.DECIMAL
                                && declared.scale() >= stated.scale()
                                && declared.precision() - declared.scale() >= stated.precision() - stated.scale());
            case TEXT, JSON, GEOMETRY, DOUBLE, BOOLEAN, DATE, TIMESTAMP, TIME -> false;
        };
    }

    /** The one new column that most looks like the missing one, if any does. */
    private Optional<Side> renamed(Column column, Side before, Map<String, Side> added) {
        Side best = null;
        double most = 0;
        for (Side candidate : added.values()) {
            double likeness = likeness(column, before, candidate);
            if (likeness > most) {
                best = candidate;
                most = likeness;
            }
        }
        return Optional.ofNullable(best);
    }

    /** 0 for columns that have nothing in common; a similar name counts more than a similar place. */
    private double likeness(Column column, Side before, Side candidate) {
        if (candidate.type().isPresent()
                && !sameSort(column.type(), candidate.type().get())) {
            return 0;
        }
        double name = Names.likeness(column, candidate.name());
        if (name >= Names.ALIKE) {
            return 1 + name;
        }
        Optional<ColumnProfile> known = profile.stream()
                .filter(each -> each.column().equalsIgnoreCase(column.name()))
                .findFirst();
        boolean place = before.position() == candidate.position();
        return place && known.isPresent() && ValueLikeness.alike(column.type(), known.get(), candidate.examples())
                ? 1
                : 0;
    }

    /** A sample of whole numbers may belong to a column of decimals, and any sample to a text. */
    private static boolean sameSort(ColumnType before, ColumnType after) {
        return before.kind() == after.kind()
                || before.kind() == ColumnType.Kind.TEXT
                || (isNumber(before) && isNumber(after));
    }

    static boolean isNumber(ColumnType type) {
        return switch (type.kind()) {
            case INTEGER, DECIMAL, DOUBLE -> true;
            case TEXT, BOOLEAN, DATE, TIMESTAMP, TIME, JSON, GEOMETRY -> false;
        };
    }

    private Side side(Column column, int index) {
        boolean key = expected.key().stream().anyMatch(column.name()::equalsIgnoreCase);
        return new Side(
                column.name(),
                Optional.of(column.type()),
                column.title(),
                index + 1,
                key || column.required(),
                List.of());
    }

    private static Side side(DeliveredColumn column, int index) {
        return new Side(column.name(), column.type(), column.name(), index + 1, false, column.examples());
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
