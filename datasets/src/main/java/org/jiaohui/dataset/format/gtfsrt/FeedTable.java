package org.jiaohui.dataset.format.gtfsrt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.dataset.format.row.CellRow;
import org.jiaohui.dataset.format.row.SourceColumn;
import org.jiaohui.exchange.table.ColumnType;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The three tables of a feed: the field of an entity that each is made of, its columns, and its rows. Numbers of fields are those of gtfs-realtime.proto 2.0. */
enum FeedTable {
    VEHICLE_POSITIONS(
            4,
            "trip_id route_id direction_id:i start_date:d start_time trip_schedule_relationship vehicle_id vehicle_label license_plate latitude:f longitude:f"
                    + " bearing:f odometer:f speed:f stop_id current_stop_sequence:i current_status measured_at:t congestion_level occupancy_status"
                    + " occupancy_percentage:i") {
        @Override
        int rows(ProtoMessage vehicle) {
            return 1;
        }

        @Override
        void fill(ProtoMessage vehicle, int row, FeedRow cells) throws IOException {
            trip(vehicle.message(1), cells);
            vehicle(vehicle.message(8), cells);
            ProtoMessage position = vehicle.message(2);
            cells.text(position.decimal(1))
                    .text(position.decimal(2))
                    .text(position.decimal(3))
                    .text(position.doubled(4))
                    .text(position.decimal(5))
                    .text(vehicle.text(7))
                    .integer(vehicle.number(3))
                    .code(vehicle.number(4), Codes.VEHICLE_STOP_STATUS)
                    .time(vehicle.number(5))
                    .code(vehicle.number(6), Codes.CONGESTION_LEVEL)
                    .code(vehicle.number(9), Codes.OCCUPANCY_STATUS)
                    .integer(vehicle.number(10));
        }
    },
    TRIP_UPDATES(
            3,
            "trip_id route_id direction_id:i start_date:d start_time trip_schedule_relationship vehicle_id vehicle_label license_plate measured_at:t trip_delay:i"
                    + " stop_sequence:i stop_id arrival_delay:i arrival_time:t arrival_uncertainty:i departure_delay:i departure_time:t departure_uncertainty:i"
                    + " stop_schedule_relationship") {
        // A trip of which no stop is told, as one that is cancelled, has a row of its own.
        @Override
        int rows(ProtoMessage update) throws IOException {
            return Math.max(1, update.messages(2).size());
        }

        @Override
        void fill(ProtoMessage update, int row, FeedRow cells) throws IOException {
            trip(update.message(1), cells);
            vehicle(update.message(3), cells);
            cells.time(update.number(4)).integer(update.number(5));
            List<ProtoMessage> stops = update.messages(2);
            if (stops.isEmpty()) {
                cells.skip(9);
                return;
            }
            ProtoMessage stop = stops.get(row);
            cells.integer(stop.number(1)).text(stop.text(4));
            event(stop.message(2), cells);
            event(stop.message(3), cells);
            cells.code(stop.number(5), Codes.STOP_SCHEDULE);
        }
    },
    ALERTS(
            5,
            "active_from:t active_until:t active_periods:j informed_entities:j cause effect severity_level header_text description_text url texts:j") {
        @Override
        int rows(ProtoMessage alert) {
            return 1;
        }

        @Override
        void fill(ProtoMessage alert, int row, FeedRow cells) throws IOException {
            List<ProtoMessage> periods = alert.messages(1);
            Optional<ProtoMessage> first = periods.stream().findFirst();
            cells.time(first.flatMap(period -> period.number(1)))
                    .time(first.flatMap(period -> period.number(2)))
                    .text(list(periods, FeedTable::period))
                    .text(list(alert.messages(5), FeedTable::selector))
                    .code(alert.number(6), Codes.CAUSE)
                    .code(alert.number(7), Codes.EFFECT)
                    .code(alert.number(14), Codes.SEVERITY_LEVEL)
                    .text(translation(alert.message(10)))
                    .text(translation(alert.message(11)))
                    .text(translation(alert.message(8)))
                    .text(texts(alert));
        }
    };

    private final int field;

    @SuppressWarnings("ImmutableEnumChecker") // An unmodifiable list.
    private final List<SourceColumn> columns;

    FeedTable(int field, String columns) {
        this.field = field;
        List<SourceColumn> all = new ArrayList<>();
        for (String column : ("feed_timestamp:t entity_id " + columns).split(" ", -1)) {
            int colon = column.indexOf(':');
            String name = colon < 0 ? column : column.substring(0, colon);
            all.add(SourceColumn.named(name).withType(type(colon < 0 ? "" : column.substring(colon + 1))));
        }
        this.columns = List.copyOf(all);
    }

    private static ColumnType type(String letter) {
        return switch (letter) {
            case "i" -> ColumnType.INTEGER;
            case "f" -> ColumnType.DOUBLE;
            case "t" -> ColumnType.TIMESTAMP;
            case "d" -> ColumnType.DATE;
            case "j" -> ColumnType.JSON;
            default -> ColumnType.TEXT;
        };
    }

    /** The table's name. */
    String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    List<SourceColumn> columns() {
        return columns;
    }

    boolean isIn(ProtoMessage entity) {
        return entity.has(field);
    }

    /** How many rows an entity has in this table. */
    final int count(ProtoMessage entity) throws IOException {
        return entity.has(field) ? rows(entity.message(field)) : 0;
    }

    /** Fills one of the rows of an entity that is in this table. */
    final void fill(Optional<Long> timestamp, ProtoMessage entity, int row, CellRow into) throws IOException {
        FeedRow cells = new FeedRow(into);
        cells.time(timestamp).text(entity.text(1));
        fill(entity.message(field), row, cells);
        cells.complete(columns);
    }

    abstract int rows(ProtoMessage part) throws IOException;

    abstract void fill(ProtoMessage part, int row, FeedRow cells) throws IOException;

    private static void trip(ProtoMessage trip, FeedRow cells) throws IOException {
        cells.text(trip.text(1))
                .text(trip.text(5))
                .integer(trip.number(6))
                .text(trip.text(3))
                .text(trip.text(2))
                .code(trip.number(4), Codes.TRIP_SCHEDULE);
    }

    private static void vehicle(ProtoMessage vehicle, FeedRow cells) throws IOException {
        cells.text(vehicle.text(1)).text(vehicle.text(2)).text(vehicle.text(3));
    }

    private static void event(ProtoMessage event, FeedRow cells) {
        cells.integer(event.number(1).map(delay -> (long) delay.intValue()))
                .time(event.number(2))
                .integer(event.number(3).map(uncertainty -> (long) uncertainty.intValue()));
    }

    /** Makes JSON of a message. */
    @FunctionalInterface
    private interface Writing {
        ObjectNode of(ProtoMessage message) throws IOException;
    }

    private static Optional<String> list(List<ProtoMessage> messages, Writing writing) throws IOException {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (ProtoMessage message : messages) {
            list.add(writing.of(message));
        }
        return list.isEmpty() ? Optional.empty() : Optional.of(list.toString());
    }

    private static ObjectNode period(ProtoMessage period) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        period.number(1).ifPresent(start -> json.put("start", start));
        period.number(2).ifPresent(end -> json.put("end", end));
        return json;
    }

    private static ObjectNode selector(ProtoMessage selector) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        selector.text(1).ifPresent(value -> json.put("agency_id", value));
        selector.text(2).ifPresent(value -> json.put("route_id", value));
        selector.number(3).ifPresent(value -> json.put("route_type", value));
        selector.message(4).text(1).ifPresent(value -> json.put("trip_id", value));
        selector.text(5).ifPresent(value -> json.put("stop_id", value));
        selector.number(6).ifPresent(value -> json.put("direction_id", value));
        return json;
    }

    /** The Chinese text, or the first. */
    private static Optional<String> translation(ProtoMessage translated) throws IOException {
        Optional<String> first = Optional.empty();
        for (ProtoMessage translation : translated.messages(1)) {
            if (translation
                    .text(2)
                    .filter(language -> language.startsWith("zh"))
                    .isPresent()) {
                return translation.text(1);
            }
            first = first.isPresent() ? first : translation.text(1);
        }
        return first;
    }

    /** Every text in every language. */
    private static Optional<String> texts(ProtoMessage alert) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Text text : Text.values()) {
            ObjectNode languages = JsonNodeFactory.instance.objectNode();
            for (ProtoMessage translation : alert.message(text.field).messages(1)) {
                languages.put(
                        translation.text(2).orElse(""), translation.text(1).orElse(""));
            }
            if (!languages.isEmpty()) {
                json.set(text.label, languages);
            }
        }
        return json.isEmpty() ? Optional.empty() : Optional.of(json.toString());
    }

    private enum Text {
        URL(8, "url"),
        HEADER(10, "header_text"),
        DESCRIPTION(11, "description_text"),
        SPOKEN_HEADER(12, "tts_header_text"),
        SPOKEN_DESCRIPTION(13, "tts_description_text"),
        CAUSE_DETAIL(17, "cause_detail"),
        EFFECT_DETAIL(18, "effect_detail");

        private final int field;
        private final String label;

        Text(int field, String label) {
            this.field = field;
            this.label = label;
        }
    }
}
