package org.jiaohui.connector.targets.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiaohui.exchange.delivery.BatchId;
import org.jiaohui.exchange.delivery.DeliveryEffect;

/** The end of a table's comment, which says which batch its rows are: {@code [jiaohui <batch> rows=… bytes=… digest=…]}. */
final class TableTag {
    private static final Pattern TAG =
            Pattern.compile("\\s*\\[jiaohui (\\S+) rows=(\\d+) bytes=(\\d+) digest=([0-9a-f]*)]$");

    /** What MySQL leaves of a longer comment. */
    private static final int MOST_CHARACTERS = 1_700;

    private TableTag() {}

    /** The effect of the batch, when the table holds its rows. */
    static Optional<DeliveryEffect> find(Connection connection, String table, BatchId batch) throws SQLException {
        Matcher tag = TAG.matcher(comment(connection, table));
        return tag.find() && tag.group(1).equals(batch.value())
                ? Optional.of(
                        new DeliveryEffect(Long.parseLong(tag.group(2)), Long.parseLong(tag.group(3)), tag.group(4)))
                : Optional.empty();
    }

    /** A table's own comment with the tag of this batch in place of an earlier one. */
    static String tagged(String comment, BatchId batch, DeliveryEffect effect) {
        String own = TAG.matcher(comment).replaceFirst("");
        return (own.length() > MOST_CHARACTERS ? own.substring(0, MOST_CHARACTERS) : own) + " [jiaohui " + batch
                + " rows=" + effect.rows() + " bytes=" + effect.bytes() + " digest=" + effect.digest() + "]";
    }

    static String comment(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT table_comment FROM information_schema.tables WHERE table_schema = database() AND"
                        + " table_name = ?")) {
            statement.setString(1, table);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() ? answer.getString(1) : "";
            }
        }
    }
}
