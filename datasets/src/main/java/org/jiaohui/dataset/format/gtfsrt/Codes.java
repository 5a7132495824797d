package org.jiaohui.dataset.format.gtfsrt;

import java.util.List;

/** Names of the enumerations of gtfs-realtime.proto 2.0, by their numbers. */
enum Codes {
    TRIP_SCHEDULE("SCHEDULED", "ADDED", "UNSCHEDULED", "CANCELED", "", "REPLACEMENT", "DUPLICATED", "DELETED", "NEW"),
    STOP_SCHEDULE("SCHEDULED", "SKIPPED", "NO_DATA", "UNSCHEDULED"),
    VEHICLE_STOP_STATUS("INCOMING_AT", "STOPPED_AT", "IN_TRANSIT_TO"),
    CONGESTION_LEVEL("UNKNOWN_CONGESTION_LEVEL", "RUNNING_SMOOTHLY", "STOP_AND_GO", "CONGESTION", "SEVERE_CONGESTION"),
    OCCUPANCY_STATUS(
            "EMPTY",
            "MANY_SEATS_AVAILABLE",
            "FEW_SEATS_AVAILABLE",
            "STANDING_ROOM_ONLY",
            "CRUSHED_STANDING_ROOM_ONLY",
            "FULL",
            "NOT_ACCEPTING_PASSENGERS",
            "NO_DATA_AVAILABLE",
            "NOT_BOARDABLE"),
    CAUSE(
            "",
            "UNKNOWN_CAUSE",
            "OTHER_CAUSE",
            "TECHNICAL_PROBLEM",
            "STRIKE",
            "DEMONSTRATION",
            "ACCIDENT",
            "HOLIDAY",
            "WEATHER",
            "MAINTENANCE",
            "CONSTRUCTION",
            "POLICE_ACTIVITY",
            "MEDICAL_EMERGENCY"),
    EFFECT(
            "",
            "NO_SERVICE",
            "REDUCED_SERVICE",
            "SIGNIFICANT_DELAYS",
            "DETOUR",
            "ADDITIONAL_SERVICE",
            "MODIFIED_SERVICE",
            "OTHER_EFFECT",
            "UNKNOWN_EFFECT",
            "STOP_MOVED",
            "NO_EFFECT",
            "ACCESSIBILITY_ISSUE"),
    SEVERITY_LEVEL("", "UNKNOWN_SEVERITY", "INFO", "WARNING", "SEVERE");

    @SuppressWarnings("ImmutableEnumChecker") // An unmodifiable list.
    private final List<String> names;

    Codes(String... names) {
        this.names = List.of(names);
    }

    /** The name of a number; a number that the specification does not know stays a number. */
    String name(long number) {
        String known = number >= 0 && number < names.size() ? names.get((int) number) : "";
        return known.isEmpty() ? Long.toString(number) : known;
    }
}
