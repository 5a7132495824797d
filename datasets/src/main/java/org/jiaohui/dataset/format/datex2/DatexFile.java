package org.jiaohui.dataset.format.datex2;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jiaohui.dataset.format.row.OpenedTables;
import org.jiaohui.dataset.format.xml.KnownDocument;
import org.jiaohui.dataset.format.xml.KnownTable;
import org.jiaohui.dataset.format.xml.KnownTable.KnownColumn;
import org.jiaohui.dataset.format.xml.XmlFile;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.table.ColumnType;

/**
 * A DATEX II message of version 2 or 3. The publications that most senders use have tables of their own, with the whole element as JSON in {@code details}, so
 * that nothing of it is lost; any other publication is read like any XML.
 */
public final class DatexFile {
    private static final String TEXT_OF = "/values/value";
    private static final List<KnownTable> TABLES = List.of(
            table(
                    "situation_records",
                    "//situation/situationRecord",
                    text("situation_id", "../@id"),
                    text("situation_version", "../@version"),
                    text("record_id", "@id"),
                    text("record_version", "@version"),
                    text("record_type", "@type"),
                    text("overall_severity", "../overallSeverity"),
                    text("severity", "severity"),
                    text("probability", "probabilityOfOccurrence"),
                    time("created_at", "situationRecordCreationTime"),
                    time("version_at", "situationRecordVersionTime"),
                    time("observed_at", "situationRecordObservationTime"),
                    text("validity_status", "validity/validityStatus"),
                    time("starts_at", "validity/validityTimeSpecification/overallStartTime"),
                    time("ends_at", "validity/validityTimeSpecification/overallEndTime"),
                    text("source", "source/sourceName" + TEXT_OF + "|source/sourceIdentification"),
                    text("cause", "cause/causeType"),
                    text("comment", "generalPublicComment/comment" + TEXT_OF),
                    text("road", ".//roadNumber|.//roadName" + TEXT_OF),
                    number("latitude", ".//latitude"),
                    number("longitude", ".//longitude")),
            table(
                    "measured_values",
                    "//siteMeasurements//basicData",
                    text("site_id", "../../../measurementSiteReference/@id"),
                    text("site_version", "../../../measurementSiteReference/@version"),
                    time("measured_at", "../../../measurementTimeDefault|../../../measurementTimeDefault/timeValue"),
                    text("value_index", "../../@index"),
                    text("value_type", "@type"),
                    number("vehicle_flow_rate", "vehicleFlow/vehicleFlowRate"),
                    number("average_speed", "averageVehicleSpeed/speed"),
                    number("occupancy", "occupancy/percentage"),
                    number("travel_time", "travelTime/duration"),
                    number("concentration", "concentration/concentrationOfVehicles"),
                    text("traffic_status", "trafficStatus/trafficStatusValue"),
                    number("input_values", "*/@numberOfInputValuesUsed")),
            table(
                    "elaborated_values",
                    "//elaboratedData//basicData",
                    text("value_type", "@type"),
                    time("calculated_at", "measurementOrCalculationTime"),
                    text("location_id", ".//predefinedLocationReference/@id|.//locationByReference/@id"),
                    number("vehicle_flow_rate", "vehicleFlow/vehicleFlowRate"),
                    number("average_speed", "averageVehicleSpeed/speed"),
                    number("travel_time", "travelTime/duration"),
                    number("free_flow_travel_time", "freeFlowTravelTime/duration"),
                    text("traffic_status", "trafficStatus/trafficStatusValue")),
            table(
                    "measurement_sites",
                    "//measurementSiteRecord|//measurementSite",
                    text("site_id", "@id"),
                    text("site_version", "@version"),
                    text("name", "measurementSiteName" + TEXT_OF),
                    text("equipment", "measurementEquipmentTypeUsed" + TEXT_OF),
                    text("road", ".//roadNumber|.//roadName" + TEXT_OF),
                    number("latitude", ".//latitude"),
                    number("longitude", ".//longitude")),
            table(
                    "parking_records",
                    "//parkingRecord",
                    text("parking_id", "@id"),
                    text("parking_version", "@version"),
                    text("parking_type", "@type"),
                    text("name", "parkingName" + TEXT_OF),
                    number("spaces", "parkingNumberOfSpaces"),
                    number("latitude", ".//latitude"),
                    number("longitude", ".//longitude")),
            table(
                    "parking_status",
                    "//parkingRecordStatus",
                    text("parking_id", "parkingRecordReference/@id"),
                    text("status_type", "@type"),
                    time("observed_at", "parkingStatusOriginTime"),
                    number("vacant_spaces", "parkingOccupancy/parkingNumberOfVacantSpaces"),
                    number("occupied_spaces", "parkingOccupancy/parkingNumberOfOccupiedSpaces"),
                    number("occupancy", "parkingOccupancy/parkingOccupancy"),
                    text("site_status", "parkingSiteStatus"),
                    text("opening_status", "parkingSiteOpeningStatus")));
    private static final List<String> COVERED = List.of(
            "situation",
            "situationRecord",
            "siteMeasurements",
            "elaboratedData",
            "measurementSiteTable",
            "measurementSiteRecord",
            "measurementSite",
            "parkingTable",
            "parkingRecord",
            "parkingRecordStatus");

    private DatexFile() {}

    /** Reads the whole file once. */
    public static OpenedTables open(Path file, String name, FormatOptions options) {
        return options.rowsPath().isPresent()
                ? XmlFile.open(file, name, options)
                : KnownDocument.open("DATEX II", file, name, options, TABLES, COVERED)
                        .orElseGet(() -> XmlFile.open(file, name, options));
    }

    private static KnownTable table(String name, String rows, KnownColumn... columns) {
        return new KnownTable(
                name,
                rows,
                Stream.concat(Stream.of(columns), Stream.of(new KnownColumn("details", ".", ColumnType.JSON)))
                        .toList());
    }

    private static KnownColumn text(String name, String path) {
        return new KnownColumn(name, path, ColumnType.TEXT);
    }

    private static KnownColumn number(String name, String path) {
        return new KnownColumn(name, path, ColumnType.DOUBLE);
    }

    private static KnownColumn time(String name, String path) {
        return new KnownColumn(name, path, ColumnType.TIMESTAMP);
    }
}
