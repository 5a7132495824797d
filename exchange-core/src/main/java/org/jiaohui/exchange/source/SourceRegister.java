package org.jiaohui.exchange.source;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The registered sources. Settings named as secret are encrypted at rest. */
public interface SourceRegister {
    /** Creates or replaces. */
    void save(Source source, Set<String> secretSettings);

    /** With secrets in clear, for a run. */
    Optional<Source> find(SourceId id);

    /** With every secret replaced by {@code ••••}, for people. */
    List<RegisteredSource> list();

    /** A source as people may see it. */
    record RegisteredSource(Source source, Instant createdAt) {}
}
