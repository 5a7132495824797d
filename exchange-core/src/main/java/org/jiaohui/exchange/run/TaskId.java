package org.jiaohui.exchange.run;

import java.util.regex.Pattern;

/** A task's identity: 1 to 80 of {@code a-z 0-9 -}. */
public record TaskId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?");

    public TaskId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a task id has 1-80 of a-z, 0-9 and -, got \"" + value + "\"");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
