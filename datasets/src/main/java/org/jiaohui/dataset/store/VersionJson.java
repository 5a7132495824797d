package org.jiaohui.dataset.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.dataset.store.VersionFiles.DataFileRef;
import org.jiaohui.exchange.dataset.ColumnProfile;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.Constraint;
import org.jiaohui.exchange.table.TableSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Schema, profile and files of a version as JSON, read back without loss. */
final class VersionJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private VersionJson() {}

    static String schema(TableSchema schema) {
        return JSON.writeValueAsString(new StoredSchema(
                schema.columns().stream().map(VersionJson::stored).toList(), schema.key(), schema.region()));
    }

    static TableSchema schema(String json) {
        StoredSchema stored = JSON.readValue(json, StoredSchema.class);
        return new TableSchema(
                stored.columns().stream().map(VersionJson::column).toList(), stored.key(), stored.region());
    }

    static String profile(List<ColumnProfile> profile) {
        return JSON.writeValueAsString(profile);
    }

    static List<ColumnProfile> profile(String json) {
        return List.of(JSON.readValue(json, ColumnProfile[].class));
    }

    static String files(List<DataFileRef> files) {
        return JSON.writeValueAsString(files);
    }

    static List<DataFileRef> files(String json) {
        return List.of(JSON.readValue(json, DataFileRef[].class));
    }

    private static StoredColumn stored(Column column) {
        List<JsonNode> constraints = new ArrayList<>();
        for (Constraint constraint : column.constraints()) {
            ObjectNode node = JSON.valueToTree(constraint);
            constraints.add(node.put("rule", constraint.rule()));
        }
        return new StoredColumn(
                column.name(),
                column.type().toString(),
                column.title(),
                column.titleEn(),
                column.description(),
                column.unit(),
                column.required(),
                constraints);
    }

    private static Column column(StoredColumn stored) {
        return new Column(
                stored.name(),
                ColumnType.parse(stored.type()),
                stored.title(),
                stored.titleEn(),
                stored.description(),
                stored.unit(),
                stored.required(),
                stored.constraints().stream().map(VersionJson::constraint).toList());
    }

    private static Constraint constraint(JsonNode node) {
        String rule = node.path("rule").asString();
        ObjectNode components = (ObjectNode) node.deepCopy();
        components.remove("rule");
        Class<? extends Constraint> type = switch (rule) {
            case "length" -> Constraint.Length.class;
            case "pattern" -> Constraint.Matches.class;
            case "code-list" -> Constraint.CodeList.class;
            case "range" -> Constraint.Range.class;
            case "unique" -> Constraint.Unique.class;
            case "check-digit" -> Constraint.CheckDigit.class;
            case "fresh" -> Constraint.Fresh.class;
            default -> throw new IllegalStateException("no constraint is called \"" + rule + "\"");
        };
        return JSON.treeToValue(components, type);
    }

    private record StoredSchema(
            List<StoredColumn> columns, List<String> key, Optional<TableSchema.CoordinateRegion> region) {}

    private record StoredColumn(
            String name,
            String type,
            String title,
            Optional<String> titleEn,
            Optional<String> description,
            Optional<String> unit,
            boolean required,
            List<JsonNode> constraints) {}
}
