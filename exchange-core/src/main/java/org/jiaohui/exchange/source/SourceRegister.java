package org.jiaohui.exchange.source;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.revision.Precondition;
import org.jiaohui.exchange.revision.Revision;

/** The registered sources. Settings named as secret are encrypted at rest. */
public interface SourceRegister {
    /** Creates or replaces whatever is there. */
    default void save(Source source, Set<String> secretSettings) {
        save(source, secretSettings, new Precondition.Anything());
    }

    /**
     * Creates or replaces. A secret that comes back masked stays what it was.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException PRECONDITION_FAILED
     */
    Revision save(Source source, Set<String> secretSettings, Precondition expected);

    /**
     * Takes a source away that no task reads, with its secrets.
     *
     * @return the runs whose end it was not told of yet
     * @throws org.jiaohui.exchange.fault.ExchangeException UNKNOWN_SOURCE, PRECONDITION_FAILED, CONFLICT
     */
    List<String> remove(SourceId id, Precondition expected);

    /** With secrets in clear, for a run. */
    Optional<Source> find(SourceId id);

    /** With every secret replaced by {@code ••••}, for people. */
    List<RegisteredSource> list();

    /** A source as people may see it. */
    record RegisteredSource(Source source, Instant createdAt, Revision revision) {}
}
