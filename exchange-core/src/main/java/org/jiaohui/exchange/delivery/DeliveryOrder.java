package org.jiaohui.exchange.delivery;

import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.table.TableSchema;

/**
 * What a target connector must know to bring one version over.
 *
 * @param attempt rises with each telling; tells what an earlier telling may have left in the target from what this one makes
 * @param from the version that the target holds already, when what is sent are the changes since
 * @param schema columns of {@code to}
 * @param key columns that tell rows apart; may be empty
 */
public record DeliveryOrder(
        Target target,
        Subscription subscription,
        BatchId batch,
        int attempt,
        Optional<VersionNumber> from,
        VersionNumber to,
        TableSchema schema,
        List<String> key) {
    public DeliveryOrder {
        key = List.copyOf(key);
    }

    /** Whether differing keys of a version are brought once more that the target has got before. */
    public boolean corrects() {
        return from.filter(to::equals).isPresent();
    }

    public DatasetId dataset() {
        return subscription.dataset();
    }

    public DeliveryMode mode() {
        return subscription.mode();
    }

    public String place() {
        return subscription.place();
    }
}
