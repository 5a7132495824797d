package org.jiaohui.dataset.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.TableSchema;

/** What a few rows show of a file's columns: the narrowest type, whether the values fit what was expected, and examples. */
public final class ColumnSample implements ValueSink {
    private static final int MOST_EXAMPLES = 20;
    private static final int LONGEST_EXAMPLE = 60;

    private final SchemaDraft draft;
    private final List<Values> columns = new ArrayList<>();

    /** @param names names of the columns, all different */
    public ColumnSample(List<String> names, Optional<TableSchema> expected) {
        draft = new SchemaDraft(names);
        for (String name : names) {
            columns.add(new Values(expected.filter(schema -> schema.indexOf(name) >= 0)
                    .map(schema -> schema.columns().get(schema.indexOf(name)).type())));
        }
    }

    @Override
    public void offer(int column, byte[] text, int start, int length) {
        if (length > 0) {
            draft.offer(column, text, start, length);
            columns.get(column).offer(text, start, length);
        }
    }

    public List<DeliveredColumn> finish() {
        List<Column> drafted = draft.finish().columns();
        List<DeliveredColumn> delivered = new ArrayList<>();
        for (int i = 0; i < drafted.size(); i++) {
            Values values = columns.get(i);
            delivered.add(new DeliveredColumn(
                    drafted.get(i).name(),
                    values.seen == 0
                            ? Optional.empty()
                            : Optional.of(drafted.get(i).type()),
                    false,
                    values.seen == 0 ? 1 : (double) values.fitting / values.seen,
                    List.copyOf(values.examples)));
        }
        return delivered;
    }

    private static final class Values {
        private final Optional<ColumnVector> expected;
        private final Set<String> examples = new LinkedHashSet<>();
        private long seen;
        private long fitting;

        Values(Optional<ColumnType> type) {
            expected = type.map(known -> new ColumnVector(known, 1));
        }

        void offer(byte[] text, int start, int length) {
            seen++;
            if (expected.isEmpty() || fits(expected.get(), text, start, length)) {
                fitting++;
            }
            if (examples.size() < MOST_EXAMPLES && length <= LONGEST_EXAMPLE) {
                examples.add(new String(text, start, length, StandardCharsets.UTF_8));
            }
        }

        private static boolean fits(ColumnVector vector, byte[] text, int start, int length) {
            return vector.type.kind().isTextual()
                    ? ValueParser.fits(text, start, length, vector.type.kind())
                    : ValueParser.parse(text, start, length, vector, 0);
        }
    }
}
