package org.jiaohui.openapi.exchange;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.Constraint;
import org.jiaohui.exchange.table.NationalItemType;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.openapi.problem.Required;
import org.jspecify.annotations.Nullable;

/** A declared schema as people write it: columns with types, titles and rules. */
@JsonIgnoreProperties("version")
record SchemaBody(
        @Nullable List<ColumnBody> columns, @Nullable List<String> key, TableSchema.@Nullable CoordinateRegion region) {
    /**
     * One column; {@code type} is {@code text, integer, decimal(10,2), double, boolean, date, timestamp, time, json} or {@code geometry}, or a national
     * item type such as {@code C(50)}, {@code N(12,2)} or {@code D}.
     */
    @JsonIgnoreProperties({"gbType", "profile"
    }) // what /schema tells beside: a schema that was read there can be sent back
    record ColumnBody(
            String name,
            String type,
            @Nullable Integer precision,
            @Nullable Integer scale,
            Optional<String> title,
            Optional<String> titleEn,
            Optional<String> description,
            Optional<String> unit,
            @Nullable Boolean required,
            @Nullable Boolean unique,
            @Nullable Boolean key,
            Optional<Integer> length,
            Optional<String> pattern,
            @Nullable List<String> codeList,
            Optional<BigDecimal> min,
            Optional<BigDecimal> max,
            Optional<Constraint.CheckDigit.Scheme> checkDigit,
            Optional<Integer> freshDays) {
        Column toColumn() {
            Required.field(name, "schema.columns.name");
            Required.field(type, "schema.columns.type");
            check();
            Optional<NationalItemType> national = NationalItemType.find(type);
            List<Constraint> constraints = new ArrayList<>();
            length.or(() -> national.flatMap(NationalItemType::length))
                    .ifPresent(most -> constraints.add(new Constraint.Length(most)));
            pattern.ifPresent(form -> constraints.add(new Constraint.Matches(form)));
            if (codeList != null) {
                constraints.add(new Constraint.CodeList(codeList));
            }
            if (min.isPresent() || max.isPresent()) {
                constraints.add(new Constraint.Range(min, max));
            }
            if (Boolean.TRUE.equals(unique)) {
                constraints.add(new Constraint.Unique());
            }
            checkDigit.ifPresent(scheme -> constraints.add(new Constraint.CheckDigit(scheme)));
            freshDays.ifPresent(days -> constraints.add(new Constraint.Fresh(days)));
            return new Column(
                    name,
                    national.map(NationalItemType::type).orElseGet(this::columnType),
                    title.orElse(name),
                    titleEn,
                    description,
                    unit,
                    Boolean.TRUE.equals(required),
                    constraints);
        }

        /** What no value could keep, or says nothing. */
        private void check() {
            length.filter(most -> most < 1).ifPresent(most -> {
                throw wrong("length", "至少为 1 / is at least 1");
            });
            min.flatMap(least -> max.filter(most -> least.compareTo(most) > 0)).ifPresent(most -> {
                throw wrong("min", "不大于 max / is not above max");
            });
            freshDays.filter(days -> days < 0).ifPresent(days -> {
                throw wrong("freshDays", "不为负 / is not negative");
            });
            if (codeList != null && codeList.isEmpty()) {
                throw wrong("codeList", "至少有一个值 / has one value at least");
            }
            pattern.ifPresent(form -> {
                try {
                    Pattern.compile(form);
                } catch (PatternSyntaxException broken) {
                    throw wrong("pattern", "须是正则表达式 / is a regular expression: " + broken.getDescription());
                }
            });
        }

        private ExchangeException wrong(String what, String must) {
            return new ExchangeException(
                    ErrorCode.BAD_REQUEST, "列 %1$s 的 %2$s %3$s (column %1$s: %2$s)".formatted(name, what, must));
        }

        static ColumnBody of(Column column) {
            Optional<Constraint.Range> range = column.find(Constraint.Range.class);
            return new ColumnBody(
                    column.name(),
                    column.type().toString(),
                    null,
                    null,
                    Optional.of(column.title()).filter(title -> !title.equals(column.name())),
                    column.titleEn(),
                    column.description(),
                    column.unit(),
                    column.required() ? true : null,
                    column.find(Constraint.Unique.class).isPresent() ? true : null,
                    null,
                    column.find(Constraint.Length.class).map(Constraint.Length::most),
                    column.find(Constraint.Matches.class).map(Constraint.Matches::pattern),
                    column.find(Constraint.CodeList.class)
                            .map(Constraint.CodeList::values)
                            .orElse(null),
                    range.flatMap(Constraint.Range::least),
                    range.flatMap(Constraint.Range::most),
                    column.find(Constraint.CheckDigit.class).map(Constraint.CheckDigit::scheme),
                    column.find(Constraint.Fresh.class).map(Constraint.Fresh::days));
        }

        private ColumnType columnType() {
            if (type.equalsIgnoreCase("decimal") && precision != null) {
                return ColumnType.decimal(precision, scale == null ? 0 : scale);
            }
            try {
                return ColumnType.parse(type);
            } catch (IllegalArgumentException unknown) {
                throw new ExchangeException(
                        ErrorCode.BAD_REQUEST,
                        "列 " + name + " 的类型 \"" + type + "\" 不可用，请用 " + ColumnType.FORMS.replace(", ", "、")
                                + "（总位数 1–18）或 C(50)、N(12,2)、D 等国标类型 / column " + name + ": the type \"" + type
                                + "\" is not one of " + ColumnType.FORMS
                                + " (1-18 digits) nor a national item type such as C(50), N(12,2), D",
                        unknown);
            }
        }
    }

    /** What {@link #toSchema} makes the same schema of. */
    static SchemaBody of(TableSchema schema) {
        return new SchemaBody(
                schema.columns().stream().map(ColumnBody::of).toList(),
                schema.key(),
                schema.region().orElse(null));
    }

    TableSchema toSchema() {
        if (columns == null) {
            throw new ExchangeException(
                            ErrorCode.BAD_REQUEST, "缺少字段 schema.columns / the field \"schema.columns\" is missing")
                    .about("schema.columns");
        }
        List<String> keys = key != null
                ? key
                : columns.stream()
                        .filter(column -> Boolean.TRUE.equals(column.key()))
                        .map(ColumnBody::name)
                        .toList();
        return new TableSchema(columns.stream().map(ColumnBody::toColumn).toList(), keys, Optional.ofNullable(region));
    }
}
