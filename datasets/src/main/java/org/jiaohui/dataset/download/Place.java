package org.jiaohui.dataset.download;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;
import org.jspecify.annotations.Nullable;

/**
 * Which columns say where a row is: one geometry, or a longitude and a latitude.
 *
 * @param first the geometry or the longitude
 */
record Place(Column first, Optional<Column> latitude) {
    private static final List<String> LONGITUDES = List.of("lon", "lng", "longitude", "经度");
    private static final List<String> LATITUDES = List.of("lat", "latitude", "纬度");

    static Optional<Place> find(TableSchema schema) {
        for (Column column : schema.columns()) {
            if (column.type().kind() == ColumnType.Kind.GEOMETRY) {
                return Optional.of(new Place(column, Optional.empty()));
            }
        }
        Optional<Column> longitude = schema.region()
                .flatMap(region -> column(schema, List.of(region.longitude())))
                .or(() -> column(schema, LONGITUDES));
        Optional<Column> latitude = schema.region()
                .flatMap(region -> column(schema, List.of(region.latitude())))
                .or(() -> column(schema, LATITUDES));
        return longitude.isPresent() && latitude.isPresent()
                ? Optional.of(new Place(longitude.get(), latitude))
                : Optional.empty();
    }

    private static Optional<Column> column(TableSchema schema, List<String> names) {
        return schema.columns().stream()
                .filter(column -> names.stream()
                        .anyMatch(name ->
                                name.equals(column.name().toLowerCase(Locale.ROOT)) || name.equals(column.name())))
                .filter(column -> switch (column.type().kind()) {
                    case INTEGER, DECIMAL, DOUBLE, TEXT -> true;
                    case BOOLEAN, DATE, TIMESTAMP, TIME, JSON, GEOMETRY -> false;
                })
                .findFirst();
    }

    boolean isPoint() {
        return latitude.isPresent();
    }

    boolean holds(Column column) {
        return !isPoint() && column.equals(first);
    }

    String sql() {
        String one = "CAST(" + quoted(first.name()) + " AS VARCHAR)";
        return latitude.map(column -> one + ", CAST(" + quoted(column.name()) + " AS VARCHAR)")
                .orElse(one);
    }

    /** {@code null} in GeoJSON where the row has none. */
    String geometry(@Nullable String one, @Nullable String other) throws WktGeometry.BrokenWktException {
        if (one == null || one.isBlank() || (isPoint() && (other == null || other.isBlank()))) {
            return "null";
        }
        return WktGeometry.toGeoJson(isPoint() ? "POINT (" + one + " " + other + ")" : one);
    }

    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
