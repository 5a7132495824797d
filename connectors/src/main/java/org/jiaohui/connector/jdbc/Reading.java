package org.jiaohui.connector.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.jiaohui.connector.FetchWatch;
import org.jiaohui.exchange.fault.ExchangeException;

/** A connection that rows are read from, cut from outside when the run must stop or takes too long, also while the database is silent. */
record Reading(Connection connection, FetchWatch watch, AutoCloseable cut) implements AutoCloseable {
    static Reading begin(JdbcSettings settings, FetchWatch watch) {
        boolean begun = false;
        try {
            Connection connection = watch.opened(settings::connect);
            watch.release(connection);
            AutoCloseable cut = () -> connection.abort(Runnable::run);
            Reading reading = new Reading(connection, watch, watch.guard(cut));
            begun = true;
            return reading;
        } finally {
            if (!begun) {
                watch.close();
            }
        }
    }

    /** Why rows no longer come: the run's own end, or what the database says. */
    ExchangeException broken(JdbcAddress address, long rows, SQLException cause) {
        return watch.ending().orElseGet(() -> DatabaseTrouble.reading(address, rows, cause));
    }

    @Override
    public void close() {
        watch.release(cut);
        watch.close();
        try {
            connection.close();
        } catch (SQLException ignored) {
            // All rows that were wanted have been read, or the reader has reported what broke.
        }
    }
}
