package org.jiaohui.connector.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.connector.FetchWatch;
import org.jiaohui.connector.jdbc.CapturedTable.KeyColumn;

/**
 * The log of a database: it tells which rows of a table changed. What the rows hold is read from the table itself, in one transaction that sees everything that
 * was read of the log; so a version is the table as it was at one moment, and types, large values and columns are those of any reading of the table.
 */
interface ChangeLog {
    /**
     * What is captured.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException SETTINGS_WRONG with the fix when the table has no key, or cannot be captured for another reason
     */
    CapturedTable describe(Connection connection) throws SQLException;

    /**
     * Everything that is missing for capturing the table, each with its fix; empty when nothing is.
     *
     * @param connection looks only
     */
    List<String> missing(Connection connection, CapturedTable table) throws SQLException;

    /** What a person may want to know of the log: its position, how much of it the database holds back. */
    String state(Connection connection) throws SQLException;

    /** Makes the database keep its log from now on, and tells the place from which on it does: a snapshot that is taken later loses nothing. */
    String begin(Connection connection, FetchWatch watch) throws SQLException;

    /** Why the log does not hold any more what follows {@code at}; empty when it does. */
    Optional<String> lost(Connection connection, String at) throws SQLException;

    /** Reads the log from a place to where it ends now. */
    Tail read(Connection connection, CapturedTable table, String from, Keys keys, FetchWatch watch)
            throws SQLException, IOException;

    /** Begins a transaction of the connection that sees every change that was read. */
    void snapshot(Connection connection, Tail tail, FetchWatch watch) throws SQLException;

    /** The SQL condition for rows with one of these keys. */
    String condition(CapturedTable table, List<List<String>> keys);

    /** A value of a key in the form in which a reading of the table has it. */
    String asRead(KeyColumn column, String value);

    /** Lets the database give up its log before a place that has been published. Told again, or of an earlier place, it changes nothing. */
    void confirm(Connection connection, String at) throws SQLException;

    /** Lets the database forget the reader; told again it changes nothing. */
    default void release(Connection connection) throws SQLException {}

    /** How somebody else does what {@link #release} could not; empty where there is nothing to do. */
    default Optional<String> releasing() {
        return Optional.empty();
    }

    /** Takes the keys of rows that were inserted, updated or deleted; of a key that was changed both. */
    @FunctionalInterface
    interface Keys {
        void changed(List<String> key) throws IOException;
    }

    /**
     * What was read of a log.
     *
     * @param at where it ended
     * @param transactions the latest ones that were read, if the database does not promise that everybody sees what its log holds
     * @param anew why the table must be read as a whole; empty when the keys tell all
     */
    record Tail(String at, Set<Integer> transactions, Optional<String> anew) {
        public Tail {
            transactions = Set.copyOf(transactions);
        }

        static Tail at(String at) {
            return new Tail(at, Set.of(), Optional.empty());
        }
    }
}
