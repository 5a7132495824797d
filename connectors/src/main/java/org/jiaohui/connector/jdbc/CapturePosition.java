package org.jiaohui.connector.jdbc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Up to where a published version holds what the log of its source says.
 *
 * @param table whose log it is; the position of another table counts for nothing
 * @param columns the table's columns at that time
 * @param at a place in the log, as its database writes it
 */
record CapturePosition(String table, String columns, String at) {
    private static final String MARK = "cdc";

    /** Short texts that stand for the table, for what else makes a new snapshot, and for its columns. */
    static CapturePosition of(CapturedTable table, String snapshot, String at) {
        return new CapturePosition(digest(table.identity() + "\n" + snapshot), digest(table.columns()), at);
    }

    /** Reads what {@link #toString} wrote. */
    static Optional<CapturePosition> parse(String text) {
        String[] parts = text.split(" ", -1);
        return parts.length == 4 && parts[0].equals(MARK)
                ? Optional.of(new CapturePosition(parts[1], parts[2], parts[3]))
                : Optional.empty();
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @Override
    public String toString() {
        return String.join(" ", MARK, table, columns, at);
    }
}
