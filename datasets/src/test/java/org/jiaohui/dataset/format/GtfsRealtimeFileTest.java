package org.jiaohui.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.transit.realtime.GtfsRealtime.Alert;
import com.google.transit.realtime.GtfsRealtime.EntitySelector;
import com.google.transit.realtime.GtfsRealtime.FeedEntity;
import com.google.transit.realtime.GtfsRealtime.FeedHeader;
import com.google.transit.realtime.GtfsRealtime.FeedMessage;
import com.google.transit.realtime.GtfsRealtime.Position;
import com.google.transit.realtime.GtfsRealtime.TimeRange;
import com.google.transit.realtime.GtfsRealtime.TranslatedString;
import com.google.transit.realtime.GtfsRealtime.TranslatedString.Translation;
import com.google.transit.realtime.GtfsRealtime.TripDescriptor;
import com.google.transit.realtime.GtfsRealtime.TripUpdate;
import com.google.transit.realtime.GtfsRealtime.TripUpdate.StopTimeEvent;
import com.google.transit.realtime.GtfsRealtime.TripUpdate.StopTimeUpdate;
import com.google.transit.realtime.GtfsRealtime.VehicleDescriptor;
import com.google.transit.realtime.GtfsRealtime.VehiclePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jiaohui.dataset.format.OpenedFiles.Rows;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GTFS-Realtime feeds, written by the classes that the specification's own file generates. */
class GtfsRealtimeFileTest {
    private static final long NOW = Instant.parse("2026-11-27T04:00:00Z").getEpochSecond();
    /** The clock's reading in Beijing, in microseconds. */
    private static final String NOON =
            String.valueOf(Instant.parse("2026-11-27T12:00:00Z").getEpochSecond() * 1_000_000);

    private static final TripDescriptor.Builder TRIP = TripDescriptor.newBuilder()
            .setTripId("T1")
            .setRouteId("R1")
            .setDirectionId(1)
            .setStartDate("20261127")
            .setStartTime("25:10:00");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path work;

    @Test
    void readsVehiclesTripsWithTheirStopsAndAlerts() throws IOException {
        Path file = write("feed.pb", feed().build());
        try (var opened = OpenedFiles.open(work, file)) {
            assertThat(opened.format()).isEqualTo("GTFS-Realtime");
            assertThat(OpenedFiles.names(opened)).containsExactly("vehicle_positions", "trip_updates", "alerts");
            Rows vehicles = OpenedFiles.read(OpenedFiles.table(opened, "vehicle_positions"));
            assertThat(vehicles.refused()).isEmpty();
            assertThat(vehicles.count()).isEqualTo(1);
            assertThat(vehicles.rows().getFirst())
                    .startsWith(NOON, "v1", "T1", "R1", "1")
                    .contains("25:10:00", "SCHEDULED", "bus-7", "沪A·12345");
            assertThat(vehicles.cell(0, "latitude")).isEqualTo("31.2304");
            assertThat(vehicles.cell(0, "odometer")).isEqualTo("1234.5");
            assertThat(vehicles.cell(0, "current_status")).isEqualTo("STOPPED_AT");
            assertThat(vehicles.cell(0, "occupancy_status")).isEqualTo("FULL");
            assertThat(vehicles.cell(0, "measured_at")).isEqualTo(NOON);

            Rows trips = OpenedFiles.read(OpenedFiles.table(opened, "trip_updates"));
            assertThat(trips.count()).isEqualTo(3);
            assertThat(trips.cell(0, "stop_id")).isEqualTo("S1");
            assertThat(trips.cell(0, "arrival_delay")).isEqualTo("-30");
            assertThat(trips.cell(1, "departure_time")).isEqualTo(NOON);
            assertThat(trips.cell(1, "stop_schedule_relationship")).isEqualTo("SKIPPED");
            assertThat(trips.cell(2, "trip_schedule_relationship")).isEqualTo("CANCELED");
            assertThat(trips.cell(2, "stop_id")).isEmpty();

            Rows alerts = OpenedFiles.read(OpenedFiles.table(opened, "alerts"));
            assertThat(alerts.cell(0, "header_text")).isEqualTo("改道");
            assertThat(alerts.cell(0, "cause")).isEqualTo("CONSTRUCTION");
            assertThat(alerts.cell(0, "effect")).isEqualTo("DETOUR");
            assertThat(alerts.cell(0, "active_from")).isEqualTo(NOON);
            assertThat(alerts.cell(0, "informed_entities"))
                    .isEqualTo("[{\"route_id\":\"R1\"},{\"trip_id\":\"T1\",\"stop_id\":\"S1\"}]");
            assertThat(alerts.cell(0, "texts")).contains("\"en\":\"Detour\"");
        }
    }

    @Test
    void passesOverExtensionsAndTellsOfOtherEntities() throws IOException {
        UnknownFieldSet extension = UnknownFieldSet.newBuilder()
                .addField(
                        1001,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8("own"))
                                .addVarint(7)
                                .addFixed32(9)
                                .addGroup(UnknownFieldSet.newBuilder()
                                        .addField(
                                                3,
                                                UnknownFieldSet.Field.newBuilder()
                                                        .addVarint(1)
                                                        .build())
                                        .build())
                                .build())
                .build();
        FeedMessage.Builder feed = feed();
        feed.getHeaderBuilder().setUnknownFields(extension);
        feed.getEntityBuilder(0).setUnknownFields(extension);
        feed.getEntityBuilder(0).getVehicleBuilder().setUnknownFields(extension);
        feed.setUnknownFields(extension);
        feed.addEntity(FeedEntity.newBuilder().setId("gone").setIsDeleted(true));
        try (var opened = OpenedFiles.open(work, write("own.pb", feed.build()))) {
            assertThat(OpenedFiles.read(OpenedFiles.table(opened, "vehicle_positions"))
                            .count())
                    .isEqualTo(1);
            assertThat(opened.findings()).singleElement().satisfies(note -> {
                assertThat(note.rule()).isEqualTo("member-left-out");
                assertThat(note.count()).isEqualTo(1);
            });
        }
    }

    @Test
    void refusesWhatIsCutOffOrNoFeed() throws IOException {
        byte[] whole = feed().build().toByteArray();
        for (int length : List.of(whole.length - 1, whole.length / 2, 20)) {
            Path cut = Files.write(work.resolve("cut.pb"), java.util.Arrays.copyOf(whole, length));
            assertRefused(cut, "gtfs-rt", ErrorCode.FORMAT_BROKEN, "cut.pb");
        }
        Path page = Files.writeString(work.resolve("page.pb"), "<!DOCTYPE html><html><body>login</body></html>");
        assertRefused(page, "gtfs-rt", ErrorCode.FORMAT_UNKNOWN, "page.pb");
        Path other = Files.write(work.resolve("other.pb"), new byte[] {8, 1, 16, 2, 24, 3, 0, 0, 1});
        assertRefused(other, "gtfs-rt", ErrorCode.FORMAT_BROKEN, "other.pb");
        Path huge = Files.write(
                work.resolve("huge.pb"), new byte[] {10, 5, 10, 3, '2', '.', '0', 18, -1, -1, -1, -1, 7, 1, 2});
        assertRefused(huge, "gtfs-rt", ErrorCode.RECORD_TOO_LONG, "16 MB");
    }

    @Test
    void refusesARowWhoseTimeIsNone() throws IOException {
        FeedMessage.Builder feed = feed();
        feed.getEntityBuilder(0).getVehicleBuilder().setTimestamp(NOW * 1_000_000);
        try (var opened = OpenedFiles.open(work, write("millis.pb", feed.build()))) {
            Rows vehicles = OpenedFiles.read(OpenedFiles.table(opened, "vehicle_positions"));
            assertThat(vehicles.refused())
                    .singleElement()
                    .satisfies(refused -> assertThat(refused).startsWith("measured_at|type|"));
        }
    }

    private static FeedMessage.Builder feed() {
        return FeedMessage.newBuilder()
                .setHeader(FeedHeader.newBuilder().setGtfsRealtimeVersion("2.0").setTimestamp(NOW))
                .addEntity(FeedEntity.newBuilder()
                        .setId("v1")
                        .setVehicle(VehiclePosition.newBuilder()
                                .setTrip(TRIP.clone()
                                        .setScheduleRelationship(TripDescriptor.ScheduleRelationship.SCHEDULED))
                                .setVehicle(VehicleDescriptor.newBuilder()
                                        .setId("bus-7")
                                        .setLicensePlate("沪A·12345"))
                                .setPosition(Position.newBuilder()
                                        .setLatitude(31.2304f)
                                        .setLongitude(121.4737f)
                                        .setOdometer(1234.5))
                                .setCurrentStatus(VehiclePosition.VehicleStopStatus.STOPPED_AT)
                                .setOccupancyStatus(VehiclePosition.OccupancyStatus.FULL)
                                .setTimestamp(NOW)))
                .addEntity(FeedEntity.newBuilder()
                        .setId("t1")
                        .setTripUpdate(TripUpdate.newBuilder()
                                .setTrip(TRIP)
                                .addStopTimeUpdate(StopTimeUpdate.newBuilder()
                                        .setStopSequence(1)
                                        .setStopId("S1")
                                        .setArrival(StopTimeEvent.newBuilder().setDelay(-30)))
                                .addStopTimeUpdate(StopTimeUpdate.newBuilder()
                                        .setStopId("S2")
                                        .setDeparture(StopTimeEvent.newBuilder().setTime(NOW))
                                        .setScheduleRelationship(StopTimeUpdate.ScheduleRelationship.SKIPPED))))
                .addEntity(FeedEntity.newBuilder()
                        .setId("t2")
                        .setTripUpdate(TripUpdate.newBuilder()
                                .setTrip(TripDescriptor.newBuilder()
                                        .setTripId("T2")
                                        .setScheduleRelationship(TripDescriptor.ScheduleRelationship.CANCELED))))
                .addEntity(FeedEntity.newBuilder()
                        .setId("a1")
                        .setAlert(Alert.newBuilder()
                                .addActivePeriod(TimeRange.newBuilder().setStart(NOW))
                                .addInformedEntity(EntitySelector.newBuilder().setRouteId("R1"))
                                .addInformedEntity(EntitySelector.newBuilder()
                                        .setTrip(TripDescriptor.newBuilder().setTripId("T1"))
                                        .setStopId("S1"))
                                .setCause(Alert.Cause.CONSTRUCTION)
                                .setEffect(Alert.Effect.DETOUR)
                                .setHeaderText(TranslatedString.newBuilder()
                                        .addTranslation(Translation.newBuilder()
                                                .setText("Detour")
                                                .setLanguage("en"))
                                        .addTranslation(Translation.newBuilder()
                                                .setText("改道")
                                                .setLanguage("zh")))));
    }

    private Path write(String name, FeedMessage feed) throws IOException {
        return Files.write(work.resolve(name), feed.toByteArray());
    }

    private void assertRefused(Path file, String format, ErrorCode code, String told) {
        assertThatThrownBy(() -> OpenedFiles.open(work, file, OpenedFiles.declared(format)))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
                .hasMessageContaining(told);
    }
}
