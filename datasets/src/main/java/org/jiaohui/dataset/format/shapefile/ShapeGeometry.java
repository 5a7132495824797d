package org.jiaohui.dataset.format.shapefile;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Turns one record of a .shp file into WKT. Heights and measures are left out. */
final class ShapeGeometry {
    private ShapeGeometry() {}

    /**
     * The record's geometry; empty text for a null shape.
     *
     * @throws IllegalArgumentException when the record is damaged or of a kind that is not read (multipatch)
     */
    static String wkt(ByteBuffer record) {
        int type = record.getInt(0);
        return switch (type) {
            case 0 -> "";
            case 1, 11, 21 -> "POINT (" + point(record, 4) + ")";
            case 8, 18, 28 -> multipoint(record);
            case 3, 13, 23 -> lines(parts(record));
            case 5, 15, 25 -> polygons(parts(record));
            default -> throw new IllegalArgumentException("shape type " + type + " is not read");
        };
    }

    private static String point(ByteBuffer record, int at) {
        return number(record.getDouble(at)) + " " + number(record.getDouble(at + 8));
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a coordinate is not a number");
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return Math.abs(value) < 1e-3
                ? new java.math.BigDecimal(Double.toString(value)).toPlainString()
                : Double.toString(value);
    }

    private static String multipoint(ByteBuffer record) {
        int count = count(record, 36, 40, 16);
        StringBuilder out = new StringBuilder("MULTIPOINT (");
        for (int i = 0; i < count; i++) {
            out.append(i == 0 ? "" : ", ").append(point(record, 40 + 16 * i));
        }
        return count == 0 ? "MULTIPOINT EMPTY" : out.append(')').toString();
    }

    private static int count(ByteBuffer record, int at, int from, int size) {
        int count = record.getInt(at);
        if (count < 0 || from + (long) count * size > record.limit()) {
            throw new IllegalArgumentException("the record announces more points than it holds");
        }
        return count;
    }

    /** A run of points. */
    private record Part(ByteBuffer record, int from, int points) {
        double x(int i) {
            return record.getDouble(from + 16 * i);
        }

        double y(int i) {
            return record.getDouble(from + 16 * i + 8);
        }

        /** Twice the signed area: positive for counter-clockwise. */
        double area() {
            double sum = 0;
            for (int i = 0; i + 1 < points; i++) {
                sum += (x(i) - x(0)) * (y(i + 1) - y(0)) - (x(i + 1) - x(0)) * (y(i) - y(0));
            }
            return sum;
        }

        boolean contains(double px, double py) {
            boolean inside = false;
            for (int i = 0, j = points - 1; i < points; j = i++) {
                if (((y(i) > py) != (y(j) > py)) && px < (x(j) - x(i)) * (py - y(i)) / (y(j) - y(i)) + x(i)) {
                    inside = !inside;
                }
            }
            return inside;
        }

        void write(StringBuilder out) {
            out.append('(');
            for (int i = 0; i < points; i++) {
                out.append(i == 0 ? "" : ", ").append(point(record, from + 16 * i));
            }
            out.append(')');
        }
    }

    private static List<Part> parts(ByteBuffer record) {
        int parts = count(record, 36, 44, 4);
        int points = count(record, 40, 44 + 4 * parts, 16);
        List<Part> list = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            int first = record.getInt(44 + 4 * i);
            int last = i + 1 < parts ? record.getInt(48 + 4 * i) : points;
            if (first < 0 || last < first || last > points) {
                throw new IllegalArgumentException("the parts of a record overlap");
            }
            list.add(new Part(record, 44 + 4 * parts + 16 * first, last - first));
        }
        return list;
    }

    private static String lines(List<Part> parts) {
        if (parts.isEmpty()) {
            return "MULTILINESTRING EMPTY";
        }
        StringBuilder out = new StringBuilder(parts.size() == 1 ? "LINESTRING " : "MULTILINESTRING (");
        for (int i = 0; i < parts.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            parts.get(i).write(out);
        }
        return parts.size() == 1 ? out.toString() : out.append(')').toString();
    }

    /** Clockwise rings are outer ones, counter-clockwise rings are holes of the outer ring around them. */
    private static String polygons(List<Part> parts) {
        List<List<Part>> polygons = new ArrayList<>();
        List<Part> holes = new ArrayList<>();
        for (Part part : parts) {
            if (part.points() > 0 && part.area() <= 0) {
                polygons.add(new ArrayList<>(List.of(part)));
            } else if (part.points() > 0) {
                holes.add(part);
            }
        }
        for (Part hole : holes) {
            polygons.stream()
                    .filter(polygon -> polygon.getFirst().contains(hole.x(0), hole.y(0)))
                    .findFirst()
                    .ifPresentOrElse(polygon -> polygon.add(hole), () -> polygons.add(new ArrayList<>(List.of(hole))));
        }
        if (polygons.isEmpty()) {
            return "POLYGON EMPTY";
        }
        StringBuilder out = new StringBuilder(polygons.size() == 1 ? "POLYGON " : "MULTIPOLYGON (");
        for (int i = 0; i < polygons.size(); i++) {
            out.append(i == 0 ? "(" : ", (");
            for (int ring = 0; ring < polygons.get(i).size(); ring++) {
                out.append(ring == 0 ? "" : ", ");
                polygons.get(i).get(ring).write(out);
            }
            out.append(')');
        }
        return polygons.size() == 1 ? out.toString() : out.append(')').toString();
    }
}
