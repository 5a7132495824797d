package org.jiaohui.exchange.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jiaohui.exchange.receipt.CanonicalJson;
import org.jiaohui.exchange.table.TableSchema;

/** A database of which some rows alone are read, told by their keys. */
public final class KeyedSource {
    /** The setting that holds the keys: {@code {"columns":["id"],"kinds":["integer"],"keys":[["17"],["4711"]]}}. */
    public static final String SETTING = "only-keys";

    private KeyedSource() {}

    /** Whether rows of such a source can be asked for by key. */
    public static boolean tells(Source source) {
        return source.connector().equals("jdbc");
    }

    /**
     * The source, narrowed to these keys; what it would bring by its watermark does not matter.
     *
     * @param schema declares the key
     * @param keys values as people read them, in the order of the key's columns
     */
    public static Source of(Source source, TableSchema schema, List<List<String>> keys) {
        Map<String, String> settings = new HashMap<>(source.settings());
        settings.keySet().removeAll(List.of("watermark-column", "increasing-id"));
        List<String> kinds = schema.key().stream()
                .map(column -> schema.columns()
                        .get(schema.indexOf(column))
                        .type()
                        .kind()
                        .name())
                .toList();
        settings.put(SETTING, CanonicalJson.write(Map.of("columns", schema.key(), "kinds", kinds, "keys", keys)));
        return new Source(source.id(), source.title(), source.connector(), settings, source.format());
    }
}
