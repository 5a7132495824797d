package org.jiaohui.exchange.delivery;

import java.util.regex.Pattern;
import org.jiaohui.exchange.dataset.VersionNumber;

/**
 * What a target knows a delivery by: {@code <subscription>-<mark>-v<version>}. The same version of the same subscription always has the same batch id, whoever
 * delivers it and however often, so a target that has taken a batch never takes it again.
 */
public record BatchId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9-]{1,80}-[0-9A-HJKMNP-TV-Z]{8}-v[1-9][0-9]{0,8}");

    public BatchId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a batch id: \"" + value + "\"");
        }
    }

    public static BatchId of(Subscription subscription, VersionNumber version) {
        return new BatchId(subscription.id() + "-" + subscription.mark() + "-" + version);
    }

    @Override
    public String toString() {
        return value;
    }
}
