package org.jiaohui.exchange.drift;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.RawRow;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** A source whose columns have other names, or are not all there, as the version wants them. The inner source fills the same vectors; nothing is copied. */
final class ShapedTable implements TableSource {
    private final TableSchema schema;
    private final List<Optional<String>> sources;
    private final TableSource inner;
    private final Map<String, String> names = new HashMap<>();

    ShapedTable(TableSchema schema, List<Optional<String>> sources, TableSource inner) {
        this.schema = schema;
        this.sources = sources;
        this.inner = inner;
        for (int i = 0; i < sources.size(); i++) {
            String name = schema.columns().get(i).name();
            sources.get(i).ifPresent(source -> names.put(source, name));
        }
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public Optional<TablePart> nextPart() {
        return inner.nextPart().map(Part::new);
    }

    @Override
    public long bytesRead() {
        return inner.bytesRead();
    }

    @Override
    public Optional<String> deletions() {
        return inner.deletions();
    }

    @Override
    public void close() {
        inner.close();
    }

    /** The inner source's cells where they belong, nothing where it has none. */
    private RawRow spread(RawRow raw) {
        if (raw.cells().isEmpty()) {
            return raw;
        }
        Iterator<String> cells = raw.cells().iterator();
        List<String> all = sources.stream()
                .map(source -> source.isPresent() && cells.hasNext() ? cells.next() : "")
                .toList();
        return new RawRow(all, raw.text());
    }

    private final class Part implements TablePart {
        private final TablePart part;
        private Optional<Batch> seen = Optional.empty();
        private Optional<Batch> view = Optional.empty();

        Part(TablePart part) {
            this.part = part;
        }

        @Override
        public int ordinal() {
            return part.ordinal();
        }

        @Override
        public long rowsRead() {
            return part.rowsRead();
        }

        @Override
        public boolean next(Batch batch, RowRefusals refusals) {
            if (seen.filter(known -> known == batch).isEmpty()) {
                seen = Optional.of(batch);
                view = Optional.empty();
            }
            Batch filled = view.orElseGet(() -> batch.view(
                    inner.schema(),
                    java.util.stream.IntStream.range(0, sources.size())
                            .filter(i -> sources.get(i).isPresent())
                            .toArray()));
            view = Optional.of(filled);
            batch.clear();
            boolean more = part.next(
                    filled,
                    (row, column, rule, value, reason, raw) ->
                            refusals.refuse(row, names.getOrDefault(column, column), rule, value, reason, spread(raw)));
            batch.rows = filled.rows;
            for (int i = 0; i < sources.size(); i++) {
                if (sources.get(i).isEmpty()) {
                    ColumnVector missing = batch.column(i);
                    Arrays.fill(missing.nulls, 0, batch.rows, true);
                    missing.nullCount = batch.rows;
                }
            }
            return more;
        }
    }
}
