package org.jiaohui.dataset.format.json;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.dataset.format.row.CellRow;
import org.jiaohui.dataset.format.row.RowCursor;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** The objects of an array, or of lines, as rows. */
final class JsonRows implements RowCursor {
    private final JsonFile file;
    private final JsonShape shape;
    private final JsonParser parser;
    private final Map<String, Integer> positions = new HashMap<>();

    JsonRows(JsonFile file, JsonShape shape) {
        this.file = file;
        this.shape = shape;
        for (int i = 0; i < shape.keys().size(); i++) {
            if (i != shape.geometryAt() && i != shape.idAt()) {
                positions.put(shape.keys().get(i), i);
            }
        }
        parser = file.parser();
        try {
            seek(parser, shape.path(), shape.isLines());
        } catch (JacksonException e) {
            parser.close();
            throw JsonFile.broken(file.name(), e);
        }
    }

    /** Moves into the array at a JSON Pointer; for lines there is nothing to do. */
    static void seek(JsonParser parser, String path, boolean lines) {
        if (lines) {
            return;
        }
        JsonToken token = parser.nextToken();
        String rest = path;
        while (!rest.isEmpty() && token == JsonToken.START_OBJECT) {
            int end = rest.indexOf('/', 1);
            String key = (end < 0 ? rest.substring(1) : rest.substring(1, end))
                    .replace("~1", "/")
                    .replace("~0", "~");
            rest = end < 0 ? "" : rest.substring(end);
            token = member(parser, key);
        }
    }

    private static JsonToken member(JsonParser parser, String key) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = parser.currentName().equals(key);
            JsonToken value = parser.nextToken();
            if (found) {
                return value;
            }
            parser.skipChildren();
        }
        return JsonToken.NOT_AVAILABLE;
    }

    /** Moves to the next element, or to the value of the next key; false at the end of the array, of the object or of the file. */
    static boolean nextObject(JsonParser parser, boolean keyed) {
        JsonToken token = parser.nextToken();
        if (keyed && token == JsonToken.PROPERTY_NAME) {
            token = parser.nextToken();
        }
        return token != JsonToken.END_OBJECT && token != null && token != JsonToken.END_ARRAY;
    }

    @Override
    public boolean next(CellRow row) {
        row.clear();
        try {
            if (!nextObject(parser, shape.keyed())) {
                return false;
            }
            if (shape.keyed()) {
                row.setText(shape.idAt(), parser.currentName());
            }
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                String value = BoundedValue.read(parser).toString();
                row.refuse(-1, "fields", value, "数组元素不是对象 / an element of the array is not an object");
            } else if (shape.isGeo()) {
                feature(row);
            } else {
                members(row);
            }
            return true;
        } catch (JacksonException e) {
            throw JsonFile.broken(file.name(), e);
        }
    }

    private void members(CellRow row) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            Integer at = positions.get(parser.currentName());
            parser.nextToken();
            if (at == null) {
                parser.skipChildren();
            } else {
                value(row, at);
            }
        }
    }

    private void feature(CellRow row) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("properties") && value == JsonToken.START_OBJECT) {
                members(row);
            } else if (name.equals("geometry") && value == JsonToken.START_OBJECT) {
                geometry(row);
            } else if (name.equals("id") && shape.idAt() >= 0 && value.isScalarValue()) {
                value(row, shape.idAt());
            } else {
                parser.skipChildren();
            }
        }
    }

    private void geometry(CellRow row) {
        JsonNode geometry = BoundedValue.read(parser);
        Optional<String> wkt = GeoJsonGeometry.wkt(geometry);
        if (wkt.isPresent()) {
            row.setText(shape.geometryAt(), wkt.get());
        } else {
            row.refuse(
                    shape.geometryAt(),
                    "geometry",
                    geometry.toString(),
                    "几何不符合 GeoJSON（RFC 7946） / the geometry does not follow GeoJSON (RFC 7946)");
        }
    }

    private void value(CellRow row, int at) {
        JsonToken token = parser.currentToken();
        switch (token) {
            case VALUE_NULL -> {}
            case VALUE_STRING -> {
                if (shape.nested().get(at)) {
                    row.setText(at, JsonFile.MAPPER.writeValueAsString(parser.getString()));
                } else {
                    row.setText(at, parser.getString());
                }
            }
            case START_OBJECT, START_ARRAY ->
                row.setText(at, BoundedValue.read(parser).toString());
            default -> row.setValue(at, parser.getString());
        }
    }

    @Override
    public void close() {
        parser.close();
    }
}
