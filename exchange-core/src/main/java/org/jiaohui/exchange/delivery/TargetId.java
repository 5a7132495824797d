package org.jiaohui.exchange.delivery;

import java.util.regex.Pattern;

/** The identity of a target: 1 to 80 of {@code a-z 0-9 -}. */
public record TargetId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?");

    public TargetId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "标识只能用小写字母、数字和连字符 / the id of a target has 1-80 of a-z, 0-9 and -, got \"" + value + "\"");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
