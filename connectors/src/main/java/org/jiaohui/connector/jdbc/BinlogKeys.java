package org.jiaohui.connector.jdbc;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.DeleteRowsEventData;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.RotateEventData;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.UpdateRowsEventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.connector.jdbc.CapturedTable.KeyColumn;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;

/** Takes the keys of one table's changes out of the events of a binary log, up to a place in it. */
final class BinlogKeys implements BinaryLogClient.EventListener {
    private static final Set<String> NO_CHANGE = Set.of("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT");

    private final CapturedTable table;
    private final ChangeLog.Keys keys;
    private final BinlogPlace end;
    private final Stop stop;
    private final Set<Long> maps = new HashSet<>();
    private BinlogPlace at;
    private boolean reached;
    private @Nullable String anew;
    private @Nullable Exception trouble;

    /** Ends the reading. */
    @FunctionalInterface
    interface Stop {
        void now() throws IOException;
    }

    BinlogKeys(CapturedTable table, ChangeLog.Keys keys, BinlogPlace end, BinlogPlace from, Stop stop) {
        this.table = table;
        this.keys = keys;
        this.end = end;
        this.stop = stop;
        at = from;
    }

    /** Whether everything up to the end was seen. */
    boolean reached() {
        return reached;
    }

    /** Why keys do not tell all that happened. */
    Optional<String> anew() {
        return Optional.ofNullable(anew);
    }

    /** What went wrong while an event was taken; the client itself would pass over it. */
    void rethrow() throws IOException {
        switch (trouble) {
            case null -> {}
            case IOException broken -> throw broken;
            case RuntimeException defect -> throw defect;
            default -> throw new IllegalStateException(trouble);
        }
    }

    @Override
    public void onEvent(Event event) {
        if (reached || trouble != null) {
            return;
        }
        try {
            take(event);
            if (reached) {
                stop.now();
            }
        } catch (IOException | RuntimeException broken) {
            trouble = broken;
            try {
                stop.now();
            } catch (IOException ignored) {
                // The first trouble counts.
            }
        }
    }

    private void take(Event event) throws IOException {
        EventData data = event.getData();
        if (data instanceof RotateEventData rotated) {
            at = new BinlogPlace(rotated.getBinlogFilename(), rotated.getBinlogPosition());
            reached = at.compareTo(end) >= 0;
            return;
        }
        switch (data) {
            case TableMapEventData map -> {
                boolean own = map.getDatabase().equals(table.schema())
                        && map.getTable().equals(table.name());
                boolean changed = own ? maps.add(map.getTableId()) : maps.remove(map.getTableId());
                if (changed && own && map.getColumnTypes().length <= lastOfKey()) {
                    anew = "表的列变了 / the table has other columns";
                }
            }
            case WriteRowsEventData rows
            when maps.contains(rows.getTableId()) -> {
                for (Serializable[] row : rows.getRows()) {
                    changed(row, rows.getIncludedColumns(), List.of());
                }
            }
            case DeleteRowsEventData rows
            when maps.contains(rows.getTableId()) -> {
                for (Serializable[] row : rows.getRows()) {
                    changed(row, rows.getIncludedColumns(), List.of());
                }
            }
            case UpdateRowsEventData rows
            when maps.contains(rows.getTableId()) -> {
                for (Map.Entry<Serializable[], Serializable[]> row : rows.getRows()) {
                    List<String> old = changed(row.getKey(), rows.getIncludedColumnsBeforeUpdate(), List.of());
                    changed(row.getValue(), rows.getIncludedColumns(), old);
                }
            }
            case QueryEventData query -> {
                String sql = query.getSql().strip();
                String first = sql.split("\\s", 2)[0].toUpperCase(Locale.ROOT);
                if (!NO_CHANGE.contains(first)
                        && sql.toLowerCase(Locale.ROOT).contains(table.name().toLowerCase(Locale.ROOT))) {
                    anew = "日志中有作用于整表的语句 / the log has a statement about the table: " + ConnectionTable.shortened(sql);
                }
            }
            case null, default -> {
                // Of other tables, or of no rows.
            }
        }
        if (event.getHeader() instanceof EventHeaderV4 header && header.getNextPosition() > 0) {
            at = new BinlogPlace(at.file(), header.getNextPosition());
            reached = at.compareTo(end) >= 0;
        }
    }

    private int lastOfKey() {
        return table.key().stream().mapToInt(KeyColumn::ordinal).max().orElse(0);
    }

    /** The key of a row image; a part that the image leaves out is what it was before. */
    private List<String> changed(Serializable[] row, BitSet included, List<String> old) throws IOException {
        if (anew != null) {
            return List.of();
        }
        List<String> key = new ArrayList<>();
        for (int i = 0; i < table.key().size(); i++) {
            KeyColumn column = table.key().get(i);
            Serializable value = included.get(column.ordinal())
                    ? row[included.get(0, column.ordinal()).cardinality()]
                    : null;
            if (value == null && old.isEmpty()) {
                throw new ExchangeException(
                        ErrorCode.SOURCE_ANSWERED_WRONGLY,
                        "日志中 " + table + " 的一行没有主键值 / the log has a row of " + table + " without its key");
            }
            key.add(value == null ? old.get(i) : BinlogValue.text(column, value));
        }
        keys.changed(List.copyOf(key));
        return key;
    }
}
