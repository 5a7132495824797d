package org.jiaohui.exchange.source;

import java.util.regex.Pattern;

/** A source's identity: 1 to 80 of {@code a-z 0-9 -}. */
public record SourceId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?");

    public SourceId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a source id has 1-80 of a-z, 0-9 and -, got \"" + value + "\"");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
