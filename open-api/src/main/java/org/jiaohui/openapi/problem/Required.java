package org.jiaohui.openapi.problem;

import org.jspecify.annotations.Nullable;

/** Fields that a body cannot do without. */
public final class Required {
    private Required() {}

    /** @throws IllegalArgumentException naming the field when it is absent or blank */
    public static void field(@Nullable String value, String name) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("缺少字段 " + name + " / the field \"" + name + "\" is missing");
        }
    }
}
