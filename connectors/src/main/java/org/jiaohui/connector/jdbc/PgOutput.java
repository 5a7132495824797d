package org.jiaohui.connector.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of one table's changes out of messages of PostgreSQL's plug-in {@code pgoutput}, protocol version 1 (PostgreSQL documentation, "Logical
 * Replication Message Formats"). Values come as text; all but the keys are passed over.
 */
final class PgOutput {
    private final CapturedTable table;
    private final ChangeLog.Keys keys;
    private final Map<Integer, int[]> relations = new HashMap<>();
    private int transaction;
    private boolean touched;
    private @Nullable String anew;

    PgOutput(CapturedTable table, ChangeLog.Keys keys) {
        this.table = table;
        this.keys = keys;
    }

    /** The transaction that the last message belonged to, once it has touched the table. */
    Optional<Integer> touching() {
        return touched ? Optional.of(transaction) : Optional.empty();
    }

    /** Why keys do not tell all that happened. */
    Optional<String> anew() {
        return Optional.ofNullable(anew);
    }

    /** Takes one message; gives the end of its transaction when it commits one. */
    Optional<Long> take(ByteBuffer message) throws IOException {
        switch (message.get()) {
            case 'B' -> {
                message.position(message.position() + 16);
                transaction = message.getInt();
                touched = false;
            }
            case 'C' -> {
                message.position(message.position() + 9);
                return Optional.of(message.getLong());
            }
            case 'R' -> relation(message);
            case 'I' -> row(message, false);
            case 'U', 'D' -> row(message, true);
            case 'T' -> truncated(message);
            default -> {
                // Types, origins and messages of applications say nothing of rows.
            }
        }
        return Optional.empty();
    }

    private void relation(ByteBuffer message) {
        int id = message.getInt();
        String schema = text(message);
        String name = text(message);
        message.get();
        int count = message.getShort();
        if (!schema.equals(table.schema()) || !name.equals(table.name())) {
            relations.remove(id);
            return;
        }
        int[] places = new int[table.key().size()];
        java.util.Arrays.fill(places, -1);
        for (int i = 0; i < count; i++) {
            message.get();
            String column = text(message);
            message.position(message.position() + 8);
            for (int k = 0; k < places.length; k++) {
                if (table.key().get(k).name().equals(column)) {
                    places[k] = i;
                }
            }
        }
        for (int place : places) {
            if (place < 0) {
                anew = "主键列改了名 / a column of the key has another name now";
            }
        }
        relations.put(id, places);
    }

    private void row(ByteBuffer message, boolean mayHaveOld) throws IOException {
        int[] places = relations.get(message.getInt());
        if (places == null) {
            return;
        }
        touched = true;
        if (anew != null) {
            return;
        }
        byte kind = message.get();
        List<@Nullable String> old = List.of();
        if (mayHaveOld && kind != 'N') {
            old = key(message, places);
            changed(old);
            if (!message.hasRemaining()) {
                return;
            }
            message.get();
        }
        List<@Nullable String> now = key(message, places);
        // A large value of a key that did not change is not written again; the log then has the old row's key.
        for (int i = 0; i < now.size() && !old.isEmpty(); i++) {
            if (now.get(i) == null) {
                now.set(i, old.get(i));
            }
        }
        changed(now);
    }

    private void changed(List<@Nullable String> key) throws IOException {
        List<String> whole = new ArrayList<>(key.size());
        for (String value : key) {
            if (value == null) {
                throw new ExchangeException(
                        ErrorCode.SOURCE_ANSWERED_WRONGLY,
                        "日志中 " + table + " 的一行没有主键值 / the log has a row of " + table + " without its key");
            }
            whole.add(value);
        }
        keys.changed(whole);
    }

    private static List<@Nullable String> key(ByteBuffer message, int[] places) {
        int count = message.getShort();
        List<@Nullable String> key = new ArrayList<>();
        while (key.size() < places.length) {
            key.add(null);
        }
        for (int i = 0; i < count; i++) {
            byte kind = message.get();
            if (kind != 't' && kind != 'b') {
                continue;
            }
            int length = message.getInt();
            for (int k = 0; k < places.length; k++) {
                if (places[k] == i) {
                    byte[] bytes = new byte[length];
                    message.get(message.position(), bytes);
                    key.set(k, new String(bytes, UTF_8));
                }
            }
            message.position(message.position() + length);
        }
        return key;
    }

    private void truncated(ByteBuffer message) {
        int count = message.getInt();
        message.get();
        for (int i = 0; i < count; i++) {
            if (relations.containsKey(message.getInt())) {
                touched = true;
                anew = "表被清空（TRUNCATE） / the table was truncated";
            }
        }
    }

    private static String text(ByteBuffer message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte each = message.get(); each != 0; each = message.get()) {
            bytes.write(each);
        }
        return bytes.toString(UTF_8);
    }
}
