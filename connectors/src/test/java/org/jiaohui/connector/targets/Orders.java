package org.jiaohui.connector.targets;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.delivery.BatchId;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.Subscription;
import org.jiaohui.exchange.delivery.SubscriptionId;
import org.jiaohui.exchange.delivery.Target;
import org.jiaohui.exchange.delivery.TargetId;
import org.jiaohui.exchange.table.TableSchema;

/** Orders as the engine gives them. */
public final class Orders {
    private Orders() {}

    public static DeliveryOrder order(
            String connector,
            Map<String, String> settings,
            DeliveryMode mode,
            String place,
            int version,
            TableSchema schema,
            int attempt) {
        Subscription subscription = new Subscription(
                new SubscriptionId("to-" + Integer.toHexString(place.hashCode())),
                "门架",
                new DatasetId("gates"),
                new TargetId("bureau"),
                mode,
                place,
                List.of(),
                false,
                "0A1B2C3D");
        VersionNumber to = new VersionNumber(version);
        return new DeliveryOrder(
                new Target(new TargetId("bureau"), "局", connector, settings),
                subscription,
                BatchId.of(subscription, to),
                attempt,
                version > 1 ? Optional.of(new VersionNumber(version - 1)) : Optional.empty(),
                to,
                schema,
                schema.key());
    }
}
