package org.jiaohui.dataset.download;

import java.util.Locale;

/**
 * Reads well-known text (OGC 06-103r4) and writes the same geometry as GeoJSON (RFC 7946). Coordinates keep their digits; a measure (M) is left out, because
 * GeoJSON has none.
 */
final class WktGeometry {
    private static final int DEEPEST = 20;

    private final String text;
    private final StringBuilder json = new StringBuilder();
    private int at;

    private WktGeometry(String text) {
        this.text = text;
    }

    /** The geometry that a text is not. */
    static final class BrokenWktException extends Exception {
        BrokenWktException(String message) {
            super(message);
        }
    }

    static String toGeoJson(String wkt) throws BrokenWktException {
        WktGeometry reader = new WktGeometry(wkt);
        int semicolon = wkt.indexOf(';');
        if (semicolon > 0 && wkt.regionMatches(true, 0, "SRID=", 0, 5)) {
            reader.at = semicolon + 1;
        }
        reader.geometry(0);
        if (reader.symbol() != 0) {
            throw reader.broken("the end");
        }
        return reader.json.toString();
    }

    private void geometry(int depth) throws BrokenWktException {
        if (depth > DEEPEST) {
            throw broken("fewer levels");
        }
        String kind = word();
        String dimensions = "";
        if (kind.endsWith("ZM") || kind.endsWith("Z") || kind.endsWith("M")) {
            int from = kind.endsWith("ZM") ? kind.length() - 2 : kind.length() - 1;
            dimensions = kind.substring(from);
            kind = kind.substring(0, from);
        }
        boolean empty = false;
        if (Character.isLetter(symbol())) {
            String next = word();
            empty = next.equals("EMPTY");
            dimensions = empty ? dimensions : next;
            if (!empty && Character.isLetter(symbol())) {
                empty = word().equals("EMPTY");
            }
        }
        boolean measured = dimensions.equals("M");
        switch (kind) {
            case "POINT" -> shape("Point", empty, measured, 0);
            case "LINESTRING" -> shape("LineString", empty, measured, 1);
            case "POLYGON" -> shape("Polygon", empty, measured, 2);
            case "MULTIPOINT" -> shape("MultiPoint", empty, measured, 1);
            case "MULTILINESTRING" -> shape("MultiLineString", empty, measured, 2);
            case "MULTIPOLYGON" -> shape("MultiPolygon", empty, measured, 3);
            case "GEOMETRYCOLLECTION" -> collection(empty, depth);
            default -> throw broken("the name of a geometry");
        }
    }

    private void shape(String kind, boolean empty, boolean measured, int levels) throws BrokenWktException {
        json.append("{\"type\":\"").append(kind).append("\",\"coordinates\":");
        if (empty) {
            json.append("[]}");
            return;
        }
        if (levels == 0) {
            require('(');
            position(measured);
            require(')');
        } else {
            list(measured, levels);
        }
        json.append('}');
    }

    private void list(boolean measured, int levels) throws BrokenWktException {
        require('(');
        char between = '[';
        do {
            json.append(between);
            between = ',';
            if (levels > 1) {
                list(measured, levels - 1);
            } else if (symbol() == '(') {
                // A MULTIPOINT may put each of its points into parentheses.
                require('(');
                position(measured);
                require(')');
            } else {
                position(measured);
            }
        } while (take(','));
        require(')');
        json.append(']');
    }

    private void collection(boolean empty, int depth) throws BrokenWktException {
        json.append("{\"type\":\"GeometryCollection\",\"geometries\":[");
        if (!empty) {
            require('(');
            geometry(depth + 1);
            while (take(',')) {
                json.append(',');
                geometry(depth + 1);
            }
            require(')');
        }
        json.append("]}");
    }

    private void position(boolean measured) throws BrokenWktException {
        json.append('[');
        number(true);
        json.append(',');
        number(true);
        boolean keep = !measured;
        for (int i = 2; i < 4 && isNumberPart(symbol()); i++) {
            if (keep) {
                json.append(',');
            }
            number(keep);
            keep = false;
        }
        json.append(']');
    }

    private void number(boolean keep) throws BrokenWktException {
        symbol();
        int start = at;
        while (at < text.length() && isNumberPart(text.charAt(at))) {
            at++;
        }
        String number = text.substring(start, at);
        // JSON wants a digit on both sides of the point, and no plus sign.
        if (number.length() > 64 || !number.matches("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?")) {
            throw broken("a number");
        }
        if (keep) {
            boolean plain = number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
            json.append(plain ? number : new java.math.BigDecimal(fixed(number)).toString());
        }
    }

    private static String fixed(String number) {
        return number.replaceFirst("\\.(?=$|[eE])", "");
    }

    private static boolean isNumberPart(char c) {
        return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }

    private String word() throws BrokenWktException {
        symbol();
        int start = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        if (start == at) {
            throw broken("a word");
        }
        return text.substring(start, at).toUpperCase(Locale.ROOT);
    }

    /** The next character that is no space, or 0 at the end. */
    private char symbol() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean take(char wanted) {
        if (symbol() == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void require(char wanted) throws BrokenWktException {
        if (!take(wanted)) {
            throw broken(String.valueOf(wanted));
        }
    }

    private BrokenWktException broken(String expected) {
        return new BrokenWktException("expected " + expected + " at character " + (at + 1));
    }
}
