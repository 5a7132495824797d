package org.jiaohui.connector.targets;

import java.time.Duration;
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
import org.jiaohui.exchange.delivery.TargetConnector;
import org.jiaohui.exchange.delivery.TargetId;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialReport;
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

    /** Tries a target out; throws what is wrong first. */
    public static void tryOut(TargetConnector connector, Target target) {
        connector.test(target, Trial.ofTarget());
    }

    /** How each step of a trial ended, as {@code CONNECT FAILED TARGET_UNREACHABLE}; every failure has a fix in both languages. */
    public static List<String> steps(TargetConnector connector, Target target) {
        Trial trial = Trial.ofTarget();
        TrialReport report = trial.within(Duration.ofSeconds(30), progress -> connector.test(target, trial));
        return report.checks().stream()
                .map(each -> each.step() + " " + each.result()
                        + each.code().map(code -> " " + code).orElse(""))
                .toList();
    }
}
