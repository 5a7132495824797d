package org.jiaohui.exchange.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The registered targets. Settings named as secret are encrypted at rest. */
public interface TargetRegister {
    /** Creates or replaces. A secret that comes back masked stays what it was. */
    void save(Target target, Set<String> secretSettings);

    /** With secrets in clear, for a delivery. */
    Optional<Target> find(TargetId id);

    /** With every secret replaced by {@code ••••}, for people; ordered by id. */
    List<RegisteredTarget> list();

    /** A target as people may see it. */
    record RegisteredTarget(Target target, Instant createdAt) {}
}
