package org.jiaohui.hub;

import java.util.Optional;
import org.jiaohui.hub.embedded.EmbeddedDatabase;

/** The hub's PostgreSQL: a server named by settings, or the embedded one. */
public record DatabaseConnection(String url, String user, String password, Optional<EmbeddedDatabase> embedded)
        implements AutoCloseable {
    /** The embedded database's process, 0 for a server elsewhere. */
    public long pid() {
        return embedded.map(EmbeddedDatabase::pid).orElse(0L);
    }

    @Override
    public void close() {
        embedded.ifPresent(EmbeddedDatabase::close);
    }

    @Override
    public String toString() {
        return url;
    }
}
