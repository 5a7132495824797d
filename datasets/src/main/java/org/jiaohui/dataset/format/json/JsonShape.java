package org.jiaohui.dataset.format.json;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.dataset.format.row.Broken;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Where the rows of a document lie and what they have.
 *
 * @param format {@code JSON}, {@code NDJSON} or {@code GeoJSON}
 * @param path JSON Pointer of the array of rows; unused for lines
 * @param keys columns in the order in which they first occur
 * @param nested columns that hold an object or an array somewhere
 * @param geometryAt position of the geometry among the keys; -1 when there is none
 * @param idAt position of what names a row from outside: a feature's own id, or its key where the rows are the values of one object; -1 when there is none
 * @param keyed whether the rows are the values of one object, each under a key of its own, instead of the elements of an array
 * @param crs the coordinate reference system that an old GeoJSON names
 * @param leftOut pointers of further lists of objects, which nobody chose among
 */
record JsonShape(
        String format,
        String path,
        List<String> keys,
        Nested nested,
        int geometryAt,
        int idAt,
        boolean keyed,
        Optional<String> crs,
        List<String> leftOut) {
    /** A set of columns that never changes. */
    static final class Nested {
        private final BitSet set;

        Nested(BitSet set) {
            this.set = (BitSet) set.clone();
        }

        boolean get(int column) {
            return set.get(column);
        }
    }

    private static final int MOST_COLUMNS = 10_000;

    boolean isLines() {
        return format.equals("NDJSON");
    }

    boolean isGeo() {
        return format.equals("GeoJSON");
    }

    static JsonShape find(JsonFile file, Optional<String> rowsPath, boolean lines) {
        Outline outline = outline(file);
        if (lines || outline.roots > 1) {
            return columns(file, "NDJSON", "", false, Optional.empty());
        }
        boolean objects = outline.rootObjects > 1 && outline.rootObjects == outline.rootMembers;
        if (objects && rowsPath.map(path -> path.equals("/")).orElse(outline.mostObjects() == 0)) {
            return columns(file, "JSON", "", true, Optional.empty());
        }
        if (rowsPath.isPresent()) {
            String path = rowsPath.get().equals("/") ? "" : rowsPath.get();
            if (!outline.arrays.containsKey(path)) {
                String found = String.join(", ", outline.arrays.keySet());
                throw Broken.format(
                        file.name(),
                        "rowsPath “" + path + "”处没有数组（现有数组：" + found + "）",
                        "there is no array at rowsPath \"" + path + "\" (arrays: " + found + ")");
            }
            return columns(file, "JSON", path, false, Optional.empty());
        }
        if (outline.type.equals("FeatureCollection") && outline.arrays.containsKey("/features")) {
            return columns(file, "GeoJSON", "/features", false, outline.crs).beside(outline);
        }
        return columns(file, "JSON", largest(file, outline), false, Optional.empty())
                .beside(outline);
    }

    private JsonShape beside(Outline outline) {
        List<String> others = outline.arrays.entrySet().stream()
                .filter(array -> array.getValue() > 0 && !array.getKey().equals(path))
                .map(array -> array.getKey() + " (" + array.getValue() + ")")
                .toList();
        return new JsonShape(format, path, keys, nested, geometryAt, idAt, keyed, crs, others);
    }

    private static String largest(JsonFile file, Outline outline) {
        String best = "";
        long most = 0;
        boolean tie = false;
        for (Map.Entry<String, Long> array : outline.arrays.entrySet()) {
            tie = array.getValue() == most || (tie && array.getValue() < most);
            if (array.getValue() > most) {
                most = array.getValue();
                best = array.getKey();
            }
        }
        if (most == 0) {
            throw Broken.noTable(
                    file.name(),
                    "找不到由对象组成的数组；如数据在文档内部，请声明 rowsPath",
                    "holds no array of objects; declare rowsPath when the rows lie deeper in the document");
        }
        if (tie) {
            String found = String.join(", ", outline.arrays.keySet());
            throw Broken.format(
                    file.name(),
                    "有几个同样大的数组（" + found + "），请声明 rowsPath",
                    "has several arrays of the same size (" + found + "); declare rowsPath");
        }
        return best;
    }

    /** Arrays of objects by pointer, outside of other arrays, with the number of their objects. */
    private static final class Outline {
        private final Map<String, Long> arrays = new LinkedHashMap<>();
        private int roots;
        private int rootMembers;
        private int rootObjects;
        private String type = "";
        private Optional<String> crs = Optional.empty();

        private long mostObjects() {
            return arrays.values().stream().mapToLong(Long::longValue).max().orElse(0);
        }
    }

    private static Outline outline(JsonFile file) {
        Outline outline = new Outline();
        try (JsonParser parser = file.parser()) {
            Deque<String> path = new ArrayDeque<>();
            String key = "";
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (path.isEmpty()) {
                    outline.roots++;
                    key = "";
                }
                switch (token) {
                    case PROPERTY_NAME -> {
                        key = parser.currentName();
                        outline.rootMembers += path.size() == 1 ? 1 : 0;
                    }
                    case START_OBJECT -> {
                        outline.rootObjects += path.size() == 1 ? 1 : 0;
                        path.addLast(path.isEmpty() ? "" : path.getLast() + "/" + escape(key));
                    }
                    case START_ARRAY -> {
                        String here = path.isEmpty() ? "" : path.getLast() + "/" + escape(key);
                        if (outline.arrays.size() < 1000) {
                            outline.arrays.put(here, countObjects(parser));
                        } else {
                            parser.skipChildren();
                        }
                    }
                    case END_OBJECT -> path.removeLast();
                    case VALUE_STRING -> {
                        if (path.size() == 1 && key.equals("type")) {
                            outline.type = parser.getString();
                        } else if (key.equals("name")
                                && path.size() == 3
                                && path.getLast().equals("/crs/properties")) {
                            outline.crs = Optional.of(parser.getString());
                        }
                    }
                    default -> {}
                }
            }
        } catch (tools.jackson.core.JacksonException e) {
            throw JsonFile.broken(file.name(), e);
        }
        if (outline.roots == 0) {
            throw Broken.empty(file.name());
        }
        return outline;
    }

    private static long countObjects(JsonParser parser) {
        long objects = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == null) {
                return objects;
            }
            if (token == JsonToken.START_OBJECT) {
                objects++;
            }
            parser.skipChildren();
        }
        return objects;
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static JsonShape columns(JsonFile file, String format, String path, boolean keyed, Optional<String> crs) {
        boolean geo = format.equals("GeoJSON");
        Map<String, Integer> keys = new LinkedHashMap<>();
        BitSet nested = new BitSet();
        boolean[] id = new boolean[1];
        try (JsonParser parser = file.parser()) {
            JsonRows.seek(parser, path, format.equals("NDJSON"));
            while (JsonRows.nextObject(parser, keyed)) {
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    parser.skipChildren();
                } else if (geo) {
                    feature(parser, keys, nested, id);
                } else {
                    object(parser, keys, nested);
                }
            }
        } catch (TooManyKeys e) {
            throw Broken.format(
                    file.name(),
                    "对象的键超过 " + MOST_COLUMNS + " 种，不像表格",
                    "objects have more than " + MOST_COLUMNS + " different keys: not a table");
        } catch (tools.jackson.core.JacksonException e) {
            throw JsonFile.broken(file.name(), e);
        }
        List<String> names = new ArrayList<>(keys.keySet());
        int idAt = -1;
        if (keyed) {
            idAt = names.size();
            names.add(keys.containsKey("key") ? "object_key" : "key");
        }
        if (geo && id[0]) {
            idAt = names.size();
            names.add(keys.containsKey("id") ? "feature_id" : "id");
        }
        int geometryAt = geo ? names.size() : -1;
        if (geo) {
            names.add("geometry");
        }
        return new JsonShape(
                format, path, List.copyOf(names), new Nested(nested), geometryAt, idAt, keyed, crs, List.of());
    }

    /** Breaks off within one object, which may have millions of keys. */
    private static final class TooManyKeys extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static void object(JsonParser parser, Map<String, Integer> keys, BitSet nested) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            keys.putIfAbsent(name, keys.size());
            if (keys.size() > MOST_COLUMNS) {
                throw new TooManyKeys();
            }
            int at = keys.getOrDefault(name, 0);
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_ARRAY || value == JsonToken.START_OBJECT) {
                nested.set(at);
                parser.skipChildren();
            }
        }
    }

    private static void feature(JsonParser parser, Map<String, Integer> keys, BitSet nested, boolean[] id) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("properties") && value == JsonToken.START_OBJECT) {
                object(parser, keys, nested);
            } else {
                id[0] |= name.equals("id") && value.isScalarValue() && value != JsonToken.VALUE_NULL;
                parser.skipChildren();
            }
        }
    }
}
