package org.jiaohui.exchange.delivery;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.trial.Trial;

/**
 * Writes one kind of target. Every batch has exactly one effect: however often it is told, by whomever, whether or not earlier tellings were cut off at any
 * point, in the end the target holds what one undisturbed telling would have left.
 */
public interface TargetConnector {
    ConnectorDescription description();

    /** What a subscription to such a target may do. */
    Set<DeliveryMode> modes();

    /**
     * Brings the rows over. When the target has taken the batch before, nothing changes and the first effect is returned.
     *
     * @param progress told of rows and bytes now and then; asked whether the delivery must stop
     * @throws org.jiaohui.exchange.fault.ExchangeException TARGET_…, HOST_NOT_ALLOWED, SETTINGS_WRONG or STOPPED; then it is unknown whether the batch took
     *     effect, and telling it again finds out
     */
    DeliveryEffect deliver(DeliveryOrder order, RowFeed rows, RunProgress progress);

    /** Asks the target for the effect of a batch, without sending anything; empty when the target has not taken it. */
    Optional<DeliveryEffect> findEffect(DeliveryOrder order);

    /**
     * Asks the target whether a delivered batch was taken; empty as long as it was not, or when such targets do not tell.
     *
     * @param effect what the batch was delivered with
     */
    default Optional<Acknowledgement> findAcknowledgement(DeliveryOrder order, DeliveryEffect effect) {
        return Optional.empty();
    }

    /**
     * What the target holds now of a delivered batch, or of its version where the place holds versions; empty for targets that cannot be read back.
     *
     * @param folder for what is brought from there
     * @param progress asked whether to stop; what has taken too long ends so
     * @throws org.jiaohui.exchange.fault.ExchangeException TARGET_…, HOST_NOT_ALLOWED, SETTINGS_WRONG or STOPPED when it cannot be read just now
     */
    default Optional<HeldRows> findHeld(DeliveryOrder order, DeliveredBatch batch, Path folder, RunProgress progress) {
        return Optional.empty();
    }

    /** Whether what a batch brought stays there as that batch when later ones come; otherwise the newest alone tells what the target holds. */
    default boolean keepsBatches(DeliveryMode mode) {
        return mode == DeliveryMode.APPEND || mode == DeliveryMode.FRONT_END;
    }

    /**
     * Reaches the target step by step without writing anything, and notes each step in {@code trial}: host, connection, login, rights.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException what the first failed step threw; SETTINGS_WRONG when there was no step yet
     */
    void test(Target target, Trial trial);
}
