package org.jiaohui.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jiaohui.exchange.revision.Precondition;
import org.jiaohui.exchange.revision.Revision;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Revisions of registered rows. Whoever changes a row locks it first, so that what was held against the precondition is what is replaced. */
final class Revisions {
    /** Closes an {@code insert … on conflict do update} so that {@link #saved} can read it. */
    static final String RETURNING = " returning revision, xmax = 0 as fresh";

    private Revisions() {}

    /** Inside the caller's transaction: locks the row, where there is one, and refuses when it is not as expected. */
    static Optional<Revision> require(Database database, String table, String id, Precondition expected) {
        Optional<Revision> now = database.sql("select revision from ledger." + table + " where id = :id for update")
                .param("id", id)
                .query((row, n) -> revision(row))
                .optional();
        expected.require(id, now);
        return now;
    }

    /** The state that the statement made. Of two who create at once, the second one finds the row that was not there when it looked. */
    static Revision saved(JdbcClient.StatementSpec statement, String id, Precondition expected) {
        return statement
                .query((row, n) -> {
                    Revision now = revision(row);
                    if (expected instanceof Precondition.Absent && !row.getBoolean("fresh")) {
                        expected.require(id, Optional.of(now));
                    }
                    return now;
                })
                .single();
    }

    static Revision revision(ResultSet row) throws SQLException {
        return new Revision(row.getLong("revision"));
    }
}
