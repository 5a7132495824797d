package org.jiaohui.dataset.format.json;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A GeoJSON geometry (RFC 7946 §3.1) as WKT (OGC 06-103r4), numbers as they are written. */
final class GeoJsonGeometry {
    private GeoJsonGeometry() {}

    /** Empty when the geometry does not follow the specification. */
    static Optional<String> wkt(JsonNode geometry) {
        StringBuilder out = new StringBuilder();
        return write(geometry, out, 0) ? Optional.of(out.toString()) : Optional.empty();
    }

    private static boolean write(JsonNode geometry, StringBuilder out, int depth) {
        String type = geometry.path("type").asString("");
        if (type.equals("GeometryCollection")) {
            return depth < 10 && collection(geometry.path("geometries"), out, depth);
        }
        int levels = switch (type) {
            case "Point" -> 0;
            case "MultiPoint", "LineString" -> 1;
            case "MultiLineString", "Polygon" -> 2;
            case "MultiPolygon" -> 3;
            default -> -1;
        };
        JsonNode coordinates = geometry.path("coordinates");
        if (levels < 0 || !coordinates.isArray()) {
            return false;
        }
        out.append(type.toUpperCase(java.util.Locale.ROOT));
        if (coordinates.isEmpty()) {
            out.append(" EMPTY");
            return true;
        }
        if (hasHeight(coordinates)) {
            out.append(" Z");
        }
        out.append(' ');
        if (levels == 0) {
            out.append('(');
            boolean good = position(coordinates, out);
            out.append(')');
            return good;
        }
        return list(coordinates, levels, out);
    }

    private static boolean collection(JsonNode geometries, StringBuilder out, int depth) {
        if (!geometries.isArray()) {
            return false;
        }
        if (geometries.isEmpty()) {
            out.append("GEOMETRYCOLLECTION EMPTY");
            return true;
        }
        out.append("GEOMETRYCOLLECTION (");
        for (int i = 0; i < geometries.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            if (!write(geometries.get(i), out, depth + 1)) {
                return false;
            }
        }
        out.append(')');
        return true;
    }

    private static boolean hasHeight(JsonNode coordinates) {
        JsonNode first = coordinates;
        while (first.isArray() && !first.isEmpty() && first.get(0).isArray()) {
            first = first.get(0);
        }
        return first.size() > 2;
    }

    private static boolean list(JsonNode coordinates, int levels, StringBuilder out) {
        if (!coordinates.isArray() || coordinates.isEmpty()) {
            return false;
        }
        out.append('(');
        for (int i = 0; i < coordinates.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            JsonNode item = coordinates.get(i);
            if (levels == 1 ? !position(item, out) : !list(item, levels - 1, out)) {
                return false;
            }
        }
        out.append(')');
        return true;
    }

    private static boolean position(JsonNode position, StringBuilder out) {
        if (!position.isArray() || position.size() < 2) {
            return false;
        }
        for (int i = 0; i < Math.min(3, position.size()); i++) {
            JsonNode number = position.get(i);
            if (!number.isNumber()) {
                return false;
            }
            out.append(i == 0 ? "" : " ").append(number.asString());
        }
        return true;
    }
}
