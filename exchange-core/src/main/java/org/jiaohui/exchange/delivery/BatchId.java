package org.jiaohui.exchange.delivery;

import java.util.regex.Pattern;
import org.jiaohui.exchange.dataset.VersionNumber;

/**
 * What a target knows a delivery by: {@code <subscription>-<mark>-v<version>}. The same version of the same subscription always has the same batch id, whoever
 * delivers it and however often, so a target that has taken a batch never takes it again.
 */
public record BatchId(String value) {
    private static final Pattern FORM =
            Pattern.compile("[a-z0-9-]{1,80}-[0-9A-HJKMNP-TV-Z]{8}-v[1-9][0-9]{0,8}(-r[0-9A-HJKMNP-TV-Z]{10})?");

    public BatchId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a batch id: \"" + value + "\"");
        }
    }

    public static BatchId of(Subscription subscription, VersionNumber version) {
        return new BatchId(subscription.id() + "-" + subscription.mark() + "-" + version);
    }

    /** What alone is transmitted again of a version, as a statement asks for: {@code …-r} and the end of the statement's id. */
    static BatchId retransmitting(Subscription subscription, VersionNumber version, String statement) {
        return new BatchId(of(subscription, version) + suffix(statement));
    }

    /** How the batch of a statement differs from that of its version. */
    public static String suffix(String statement) {
        return "-r" + statement.substring(Math.max(0, statement.length() - 10));
    }

    @Override
    public String toString() {
        return value;
    }
}
