package org.jiaohui.openapi.delivery;

import org.jspecify.annotations.Nullable;

/** Fields that a body cannot do without. */
final class Needed {
    private Needed() {}

    /** @throws IllegalArgumentException naming the field when it is absent or blank */
    static String field(@Nullable String value, String name) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("缺少字段 " + name + " / the field \"" + name + "\" is missing");
        }
        return value;
    }
}
