package org.jiaohui.openapi.dataset;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.dataset.ColumnProfile;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.Constraint;
import org.jiaohui.exchange.table.TableSchema;
import org.jspecify.annotations.Nullable;

/** One column as docs/api.md promises it: what is declared, what rules hold, what values were found. */
public record ColumnView(
        String name,
        String title,
        Optional<String> titleEn,
        String type,
        String gbType,
        @Nullable Integer length,
        @Nullable Integer precision,
        @Nullable Integer scale,
        Optional<String> unit,
        Optional<String> description,
        boolean required,
        boolean key,
        boolean unique,
        Optional<String> pattern,
        @Nullable List<String> codeList,
        Optional<BigDecimal> min,
        Optional<BigDecimal> max,
        Optional<String> checkDigit,
        Optional<Integer> freshDays,
        @Nullable ProfileView profile) {
    /** What was found in a column. */
    public record ProfileView(
            long nulls,
            long distinct,
            boolean distinctExact,
            Optional<String> min,
            Optional<String> max,
            List<ColumnProfile.ValueCount> top) {}

    /** The columns of a version in order, each with its profile where one was computed. */
    static List<ColumnView> of(DatasetVersion version) {
        Map<String, ColumnProfile> byName = new HashMap<>();
        version.profile().forEach(profile -> byName.put(profile.column(), profile));
        return of(version.schema(), byName, version.rows());
    }

    /** The columns as they are described, without what was found in them. */
    static List<ColumnView> of(TableSchema schema) {
        return of(schema, Map.of(), 0);
    }

    private static List<ColumnView> of(TableSchema schema, Map<String, ColumnProfile> byName, long rows) {
        List<ColumnView> views = new ArrayList<>();
        for (Column column : schema.columns()) {
            ColumnProfile profile = byName.get(column.name());
            ColumnType type = column.type();
            boolean decimal = type.kind() == ColumnType.Kind.DECIMAL;
            Optional<Constraint.Range> range = column.find(Constraint.Range.class);
            views.add(new ColumnView(
                    column.name(),
                    column.title(),
                    column.titleEn(),
                    type.label(),
                    gbType(type.kind()),
                    column.find(Constraint.Length.class)
                            .map(Constraint.Length::most)
                            .orElse(null),
                    decimal ? type.precision() : null,
                    decimal ? type.scale() : null,
                    column.unit(),
                    column.description(),
                    column.required(),
                    schema.key().contains(column.name()),
                    column.find(Constraint.Unique.class).isPresent(),
                    column.find(Constraint.Matches.class).map(Constraint.Matches::pattern),
                    column.find(Constraint.CodeList.class)
                            .map(Constraint.CodeList::values)
                            .orElse(null),
                    range.flatMap(Constraint.Range::least),
                    range.flatMap(Constraint.Range::most),
                    column.find(Constraint.CheckDigit.class)
                            .map(check -> check.scheme().name()),
                    column.find(Constraint.Fresh.class).map(Constraint.Fresh::days),
                    profile == null
                            ? null
                            : new ProfileView(
                                    profile.nulls(),
                                    // An estimate may exceed what is possible.
                                    Math.min(profile.distinct(), rows - profile.nulls()),
                                    profile.distinctExact(),
                                    profile.least(),
                                    profile.most(),
                                    profile.top())));
        }
        return views;
    }

    /** The national item types of 政务信息资源目录编制指南（试行）: C text, N number, I integer, B double, D date, T date and time, L logical, M long text, G general. */
    private static String gbType(ColumnType.Kind kind) {
        return switch (kind) {
            case TEXT -> "C";
            case INTEGER -> "I";
            case DECIMAL -> "N";
            case DOUBLE -> "B";
            case BOOLEAN -> "L";
            case DATE -> "D";
            case TIMESTAMP, TIME -> "T";
            case JSON -> "M";
            case GEOMETRY -> "G";
        };
    }
}
