package org.jiaohui.connector.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** Which transactions a snapshot sees: {@code xmin:xmax:those under way}. */
record SeenTransactions(long end, Set<Long> underWay) {
    static SeenTransactions now(Connection connection) throws SQLException {
        String[] parts = Statements.ask(connection, "SELECT txid_current_snapshot()::text")
                .split(":", -1);
        Set<Long> underWay = new HashSet<>();
        for (String each : parts[2].split(",", -1)) {
            if (!each.isEmpty()) {
                underWay.add(Long.parseLong(each));
            }
        }
        return new SeenTransactions(Long.parseLong(parts[1]), underWay);
    }

    /** The log numbers transactions with 32 bits; those it still holds are near the end of the count. */
    boolean isOver(int number) {
        long whole = end + (number - (int) end);
        return whole < end && !underWay.contains(whole);
    }
}
