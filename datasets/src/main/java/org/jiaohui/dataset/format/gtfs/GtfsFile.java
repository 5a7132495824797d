package org.jiaohui.dataset.format.gtfs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.dataset.format.row.OpenedTables;
import org.jiaohui.exchange.dataset.Formats.DeliveredTable;
import org.jiaohui.exchange.dataset.Formats.OpenedFile;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** A feed: an archive whose tables have the types of the GTFS reference, and whose findings come from the feed's rules. */
public final class GtfsFile {
    private static final List<FeedRule> RULES =
            List.of(new RequiredFields(), new Calendars(), new References(), new BlockOverlaps(), new LongFields());

    private GtfsFile() {}

    /** Takes over an opened archive; its tables are checked now. */
    public static OpenedTables of(OpenedFile archive) {
        Map<String, DeliveredTable> tables = new LinkedHashMap<>();
        Map<String, TableSchema> schemas = new LinkedHashMap<>();
        for (DeliveredTable table : archive.tables()) {
            TableSchema schema = typed(table.name(), table.draft());
            schemas.put(table.name(), schema);
            tables.put(table.name(), new Typed(table, schema));
        }
        Feed feed = new Feed(tables, schemas);
        List<Finding> findings = new ArrayList<>(archive.findings());
        RULES.forEach(rule -> findings.addAll(rule.check(feed)));
        List<Finding> found = List.copyOf(findings);
        return new OpenedTables("GTFS", List.copyOf(tables.values()), () -> found, archive::close);
    }

    private static TableSchema typed(String file, TableSchema draft) {
        List<String> required = RequiredFields.REQUIRED.getOrDefault(file, List.of());
        List<Column> columns = new ArrayList<>();
        for (Column column : draft.columns()) {
            boolean own = column.type().kind() == ColumnType.Kind.GEOMETRY
                    || column.type().kind() == ColumnType.Kind.JSON;
            Column typed = own ? column : column.withType(type(column.name()));
            columns.add(required.contains(column.name()) ? typed.asRequired() : typed);
        }
        return TableSchema.of(columns);
    }

    /** Types by field name, the same in every file. Times go beyond 24:00:00 and stay text, as ids and enumerations with leading zeros do. */
    private static ColumnType type(String field) {
        if (field.endsWith("_lat") || field.endsWith("_lon") || field.equals("shape_dist_traveled")) {
            return ColumnType.DOUBLE;
        }
        if (field.endsWith("_date") || field.equals("date")) {
            return ColumnType.DATE;
        }
        return switch (field) {
            case "stop_sequence",
                    "shape_pt_sequence",
                    "route_type",
                    "location_type",
                    "direction_id",
                    "exception_type",
                    "headway_secs",
                    "exact_times",
                    "payment_method",
                    "pickup_type",
                    "drop_off_type",
                    "timepoint",
                    "wheelchair_boarding",
                    "wheelchair_accessible",
                    "bikes_allowed",
                    "transfer_type",
                    "min_transfer_time",
                    "transfer_duration",
                    "transfers",
                    "route_sort_order",
                    "monday",
                    "tuesday",
                    "wednesday",
                    "thursday",
                    "friday",
                    "saturday",
                    "sunday" -> ColumnType.INTEGER;
            default -> ColumnType.TEXT;
        };
    }

    private record Typed(DeliveredTable table, TableSchema draft) implements DeliveredTable {
        @Override
        public String name() {
            return table.name();
        }

        @Override
        public List<DeliveredColumn> look(Optional<TableSchema> expected) {
            return table.look(expected);
        }

        @Override
        public TableSource read(Optional<TableSchema> declared) {
            return table.read(Optional.of(declared.orElse(draft)));
        }
    }
}
