package org.jiaohui.dataset.format.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.databind.JsonNode;

/** Reads one nested value into memory, and breaks off when it is larger than a row may be. */
final class BoundedValue extends JsonParserDelegate {
    /** A value counts its characters and 16 for every token: a geometry has room for half a million points. */
    private static final long MOST = 32L << 20;

    private long size;

    private BoundedValue(JsonParser parser) {
        super(parser);
    }

    /** The value at which the parser stands. */
    static JsonNode read(JsonParser parser) {
        return JsonFile.MAPPER.readTree(new BoundedValue(parser));
    }

    @Override
    public JsonToken nextToken() {
        JsonToken token = super.nextToken();
        size += 16;
        if (token == JsonToken.VALUE_STRING) {
            size += delegate.getStringLength();
        }
        if (size > MOST) {
            throw new StreamConstraintsException(
                    "a nested value is larger than " + (MOST >> 20) + " MB", delegate.currentLocation());
        }
        return token;
    }
}
