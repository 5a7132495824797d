package org.jiaohui.exchange.delivery;

import java.util.List;
import java.util.regex.Pattern;
import org.jiaohui.exchange.dataset.DatasetId;

/**
 * A standing order dataset → target: each newly published version is delivered, the newest one first of all.
 *
 * @param place table, folder or topic in the target
 * @param key columns that tell rows apart in the target; empty for the dataset's own key
 * @param mark eight random characters that the register draws when the subscription begins, and again when it is to begin anew (another dataset, target, place
 *     or mode, or on demand): what was delivered under another mark counts for nothing
 */
public record Subscription(
        SubscriptionId id,
        String title,
        DatasetId dataset,
        TargetId target,
        DeliveryMode mode,
        String place,
        List<String> key,
        boolean paused,
        String mark) {
    private static final Pattern MARK = Pattern.compile("[0-9A-HJKMNP-TV-Z]{8}");

    public Subscription {
        key = List.copyOf(key);
        if (!MARK.matcher(mark).matches()) {
            throw new IllegalArgumentException(
                    "a mark has eight characters of Crockford base 32, got \"" + mark + "\"");
        }
    }

    /** Whether what was delivered for this one still counts for the other. */
    public boolean goesOnAs(Subscription other) {
        return dataset.equals(other.dataset)
                && target.equals(other.target)
                && mode == other.mode
                && place.equals(other.place)
                && key.equals(other.key);
    }

    /** The same place, written to in another way. */
    Subscription withMode(DeliveryMode other) {
        return new Subscription(id, title, dataset, target, other, place, key, paused, mark);
    }

    public Subscription withMark(String other) {
        return new Subscription(id, title, dataset, target, mode, place, key, paused, other);
    }
}
