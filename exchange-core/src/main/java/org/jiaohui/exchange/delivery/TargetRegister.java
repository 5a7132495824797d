package org.jiaohui.exchange.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.revision.Precondition;
import org.jiaohui.exchange.revision.Revision;

/** The registered targets. Settings named as secret are encrypted at rest. */
public interface TargetRegister {
    /** Creates or replaces whatever is there. */
    default void save(Target target, Set<String> secretSettings) {
        save(target, secretSettings, new Precondition.Anything());
    }

    /**
     * Creates or replaces. A secret that comes back masked stays what it was.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException PRECONDITION_FAILED
     */
    Revision save(Target target, Set<String> secretSettings, Precondition expected);

    /**
     * Takes a target away that no subscription uses, with its secrets; deliveries and receipts stay.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException UNKNOWN_TARGET, PRECONDITION_FAILED, CONFLICT
     */
    void remove(TargetId id, Precondition expected);

    /** With secrets in clear, for a delivery. */
    Optional<Target> find(TargetId id);

    /** With every secret replaced by {@code ••••}, for people; ordered by id. */
    List<RegisteredTarget> list();

    /** A target as people may see it. */
    record RegisteredTarget(Target target, Instant createdAt, Revision revision) {}
}
