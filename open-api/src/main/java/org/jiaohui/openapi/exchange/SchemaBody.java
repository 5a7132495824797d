package org.jiaohui.openapi.exchange;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.Constraint;
import org.jiaohui.exchange.table.TableSchema;
import org.jspecify.annotations.Nullable;

/** A declared schema as people write it: columns with types, titles and rules. */
record SchemaBody(List<ColumnBody> columns, @Nullable List<String> key, TableSchema.@Nullable CoordinateRegion region) {
    /** One column; {@code type} is {@code text, integer, decimal(10,2), double, boolean, date, timestamp, time, json} or {@code geometry}. */
    record ColumnBody(
            String name,
            String type,
            Optional<String> title,
            Optional<String> titleEn,
            Optional<String> description,
            Optional<String> unit,
            boolean required,
            boolean unique,
            Optional<Integer> length,
            Optional<String> pattern,
            @Nullable List<String> codeList,
            Optional<BigDecimal> min,
            Optional<BigDecimal> max,
            Optional<Constraint.CheckDigit.Scheme> checkDigit,
            Optional<Integer> freshDays) {
        Column toColumn() {
            List<Constraint> constraints = new ArrayList<>();
            length.ifPresent(most -> constraints.add(new Constraint.Length(most)));
            pattern.ifPresent(form -> constraints.add(new Constraint.Matches(form)));
            if (codeList != null) {
                constraints.add(new Constraint.CodeList(codeList));
            }
            if (min.isPresent() || max.isPresent()) {
                constraints.add(new Constraint.Range(min, max));
            }
            if (unique) {
                constraints.add(new Constraint.Unique());
            }
            checkDigit.ifPresent(scheme -> constraints.add(new Constraint.CheckDigit(scheme)));
            freshDays.ifPresent(days -> constraints.add(new Constraint.Fresh(days)));
            return new Column(
                    name,
                    ColumnType.parse(type),
                    title.orElse(name),
                    titleEn,
                    description,
                    unit,
                    required,
                    constraints);
        }
    }

    TableSchema toSchema() {
        return new TableSchema(
                columns.stream().map(ColumnBody::toColumn).toList(),
                key == null ? List.of() : key,
                Optional.ofNullable(region));
    }
}
