package org.jiaohui.dataset.format.gtfsrt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.dataset.format.archive.LeftOut;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.dataset.format.row.CellRow;
import org.jiaohui.dataset.format.row.OpenedTables;
import org.jiaohui.dataset.format.row.RowCursor;
import org.jiaohui.dataset.format.row.RowTable;
import org.jiaohui.exchange.dataset.Formats.DeliveredTable;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.source.FormatOptions;

/** A GTFS-Realtime feed, opened as those of its three tables that it has rows of. */
public final class GtfsRealtimeFile {
    private GtfsRealtimeFile() {}

    /** Reads the whole file once. */
    public static OpenedTables open(Path file, String name, FormatOptions options) {
        Map<FeedTable, Long> counts = new EnumMap<>(FeedTable.class);
        long others = 0;
        Optional<Long> timestamp;
        try (FeedWalk walk = new FeedWalk(file, name)) {
            for (Optional<ProtoMessage> entity = walk.next(); entity.isPresent(); entity = walk.next()) {
                boolean known = false;
                for (FeedTable table : FeedTable.values()) {
                    if (table.isIn(entity.get())) {
                        counts.merge(table, 1L, Long::sum);
                        known = true;
                    }
                }
                others += known ? 0 : 1;
            }
            timestamp = walk.header()
                    .orElseThrow(() -> Broken.format(
                            name, "没有 GTFS-Realtime 的 header，不是该格式的文件", "has no header and is no GTFS-Realtime feed"))
                    .number(3);
        }
        List<DeliveredTable> tables = new ArrayList<>();
        for (FeedTable table : FeedTable.values()) {
            boolean wanted = options.table().map(table.label()::equals).orElseGet(() -> counts.containsKey(table));
            if (wanted) {
                tables.add(new RowTable(
                        table.label(),
                        name,
                        table.columns(),
                        () -> new Rows(table, timestamp, new FeedWalk(file, name))));
            }
        }
        if (tables.isEmpty()) {
            throw Broken.empty(name);
        }
        List<Finding> notes = others == 0 ? List.of() : List.of(LeftOut.entities(name, others));
        return new OpenedTables("GTFS-Realtime", tables, () -> notes, () -> {});
    }

    /** Rows of one table; an entity may have several. */
    private static final class Rows implements RowCursor {
        private final FeedTable table;
        private final Optional<Long> timestamp;
        private final FeedWalk walk;
        private ProtoMessage entity = ProtoMessage.EMPTY;
        private int row;
        private int count;

        private Rows(FeedTable table, Optional<Long> timestamp, FeedWalk walk) {
            this.table = table;
            this.timestamp = timestamp;
            this.walk = walk;
        }

        @Override
        public boolean next(CellRow cells) {
            cells.clear();
            try {
                while (row == count) {
                    Optional<ProtoMessage> next = walk.next();
                    if (next.isEmpty()) {
                        return false;
                    }
                    entity = next.get();
                    row = 0;
                    count = table.count(entity);
                }
                table.fill(timestamp, entity, row++, cells);
                return true;
            } catch (IOException e) {
                throw walk.broken(e);
            }
        }

        @Override
        public void close() {
            walk.close();
        }
    }
}
