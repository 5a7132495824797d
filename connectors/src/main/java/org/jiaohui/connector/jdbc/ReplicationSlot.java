package org.jiaohui.connector.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jiaohui.connector.FetchWatch;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** A replication slot of PostgreSQL: the promise to keep the log from a place on, until a reader has confirmed it. */
record ReplicationSlot(String name) {
    static final String PLUGIN = "pgoutput";
    private static final String OBJECT_IN_USE = "55006";
    private static final Duration BUSY = Duration.ofMillis(10);
    private static final Duration LONGEST_BUSY = Duration.ofSeconds(30);

    /**
     * A slot that is there.
     *
     * @param confirmed from where on the log is kept; absent when it is not
     * @param status what the server says of the kept log; empty before PostgreSQL 13
     */
    record State(String plugin, String database, Optional<String> confirmed, String status) {
        boolean isLost() {
            return status.equals("lost") || confirmed.isEmpty();
        }
    }

    Optional<State> find(Connection connection) throws SQLException {
        boolean status = connection.getMetaData().getDatabaseMajorVersion() >= 13;
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT coalesce(plugin, ''), coalesce(database, ''), confirmed_flush_lsn::text, "
                        + (status ? "coalesce(wal_status, '')" : "''")
                        + " FROM pg_replication_slots WHERE slot_name = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new State(
                                row.getString(1),
                                row.getString(2),
                                Optional.ofNullable(row.getString(3)),
                                row.getString(4)))
                        : Optional.empty();
            }
        }
    }

    /** Makes the slot and tells from where on it keeps the log. */
    String create(Connection connection) throws SQLException {
        return Statements.ask(
                connection,
                "SELECT lsn::text FROM pg_create_logical_replication_slot('" + name + "', '" + PLUGIN + "')");
    }

    void drop(Connection connection) throws SQLException {
        Statements.execute(connection, "SELECT pg_drop_replication_slot('" + name + "')");
    }

    /** Lets the server give up its log before this place. */
    void advance(Connection connection, String at) throws SQLException {
        Statements.execute(
                connection,
                "SELECT pg_replication_slot_advance('" + name + "', '"
                        + LogSequenceNumber.valueOf(at).asString() + "')");
    }

    /** How many bytes of the log the slot holds back; empty when there is no slot. */
    String bytesKept(Connection connection) throws SQLException {
        return Statements.ask(
                connection,
                "SELECT coalesce((SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint::text FROM"
                        + " pg_replication_slots WHERE slot_name = '"
                        + name + "'), '')");
    }

    /** Waits a while for a reader that has just died: the server notices within moments. */
    PGReplicationStream start(Connection replication, String publication, String from, FetchWatch watch)
            throws SQLException {
        long last = System.nanoTime() + LONGEST_BUSY.toNanos();
        while (true) {
            try {
                return replication
                        .unwrap(PGConnection.class)
                        .getReplicationAPI()
                        .replicationStream()
                        .logical()
                        .withSlotName(name)
                        .withStartPosition(LogSequenceNumber.valueOf(from))
                        .withSlotOption("proto_version", "1")
                        .withSlotOption("publication_names", JdbcSettings.quoted(publication, "\""))
                        .withStatusInterval(5, TimeUnit.SECONDS)
                        // What is read is not published yet: the server is told so by confirm alone.
                        .withAutomaticFlush(false)
                        .start();
            } catch (SQLException busy) {
                if (!OBJECT_IN_USE.equals(busy.getSQLState()) || System.nanoTime() > last) {
                    throw busy;
                }
                watch.pause(BUSY);
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
