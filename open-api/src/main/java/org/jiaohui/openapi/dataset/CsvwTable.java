package org.jiaohui.openapi.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.Constraint;

/** The metadata document of a version's CSV file: W3C CSV on the Web, Metadata Vocabulary for Tabular Data. */
record CsvwTable(
        @JsonProperty("@context") List<Object> context,
        @JsonProperty("@type") String type,
        String url,
        Map<String, Object> dialect,
        Map<String, Object> tableSchema) {
    static final String MEDIA_TYPE = "application/csvm+json";

    /** @param csv the address of the CSV file that is described */
    static CsvwTable of(DatasetVersion version, String csv) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put(
                "columns",
                version.schema().columns().stream().map(CsvwTable::column).toList());
        List<String> key =
                version.schema().key().stream().map(CsvwTable::variable).toList();
        if (!key.isEmpty()) {
            schema.put("primaryKey", key);
        }
        return new CsvwTable(
                List.of("http://www.w3.org/ns/csvw", Map.of("@language", "zh")),
                "Table",
                csv,
                Map.of("encoding", "utf-8", "delimiter", ",", "header", true),
                schema);
    }

    private static Map<String, Object> column(Column column) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", variable(column.name()));
        Set<String> chinese = new LinkedHashSet<>(List.of(column.name(), column.title()));
        Map<String, Object> titles = new LinkedHashMap<>();
        titles.put("zh", List.copyOf(chinese));
        column.titleEn().ifPresent(title -> titles.put("en", title));
        described.put("titles", titles);
        column.description().ifPresent(text -> described.put("dc:description", text));
        described.put("datatype", datatype(column));
        described.put("required", column.required());
        return described;
    }

    private static Map<String, Object> datatype(Column column) {
        Map<String, Object> datatype = new LinkedHashMap<>();
        datatype.put("base", base(column.type().kind()));
        if (column.type().kind() == ColumnType.Kind.BOOLEAN) {
            datatype.put("format", "true|false");
        }
        for (Constraint constraint : column.constraints()) {
            switch (constraint) {
                case Constraint.Length length -> datatype.put("maxLength", length.most());
                case Constraint.Matches matches -> datatype.put("format", matches.pattern());
                case Constraint.Range range -> {
                    bound(datatype, "minimum", range.least());
                    bound(datatype, "maximum", range.most());
                }
                case Constraint.CodeList ignored -> {}
                case Constraint.Unique ignored -> {}
                case Constraint.CheckDigit ignored -> {}
                case Constraint.Fresh ignored -> {}
            }
        }
        return datatype;
    }

    private static void bound(Map<String, Object> datatype, String name, Optional<BigDecimal> value) {
        value.ifPresent(number -> datatype.put(name, number));
    }

    private static String base(ColumnType.Kind kind) {
        return switch (kind) {
            case TEXT, GEOMETRY -> "string";
            case INTEGER -> "long";
            case DECIMAL -> "decimal";
            case DOUBLE -> "double";
            case BOOLEAN -> "boolean";
            case DATE -> "date";
            case TIMESTAMP -> "datetime";
            case TIME -> "time";
            case JSON -> "json";
        };
    }

    /** Names of columns are variables of URI templates there: everything but ASCII letters, digits and underscores is percent-encoded. */
    private static String variable(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("-", "%2D");
        return encoded.startsWith("_") ? "%5F" + encoded.substring(1) : encoded;
    }
}
