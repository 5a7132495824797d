package org.jiaohui.dataset.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jiaohui.dataset.parquet.ColumnSketch;
import org.jiaohui.dataset.parquet.EncodedRowGroup;
import org.jiaohui.dataset.parquet.RowGroupEncoder;
import org.jiaohui.dataset.rule.PersonalDataSample;
import org.jiaohui.dataset.rule.RowRules;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.RawRow;
import org.jiaohui.exchange.table.TablePart;

/** One thread of a staging. A part becomes one row group, or several when it is large. */
final class StagingWorker implements AutoCloseable {
    private static final long MOST_ROWS = 1_000_000;
    private static final long MOST_BYTES = 32L << 20;
    /** A larger row group waits for its turn with its worker. */
    private static final long MOST_BYTES_LEFT = 8L << 20;

    private static final int MOST_HELD_REFUSALS = 1_000;
    private static final int CELLS = 1 << 22;

    private final Staging staging;
    private final Batch batch;
    private final boolean[] refused;
    private final RowRules.Worker rules;
    private final RowGroupEncoder encoder;
    private final PersonalDataSample persons;
    private final List<Refusal> refusals = new ArrayList<>();
    private final int deletions;
    private int refusedInBatch;

    StagingWorker(Staging staging) {
        this.staging = staging;
        int columns = staging.schema.table().columns().size();
        int capacity = Math.clamp(CELLS / columns, 512, Batch.DEFAULT_CAPACITY);
        batch = new Batch(staging.schema.table(), capacity);
        refused = new boolean[capacity];
        rules = staging.rules.worker();
        deletions =
                staging.source.deletions().map(staging.schema.table()::indexOf).orElse(-1);
        persons = new PersonalDataSample(staging.schema.table());
        encoder = new RowGroupEncoder(staging.schema, capacity);
    }

    void work(TablePart part) {
        long seen = 0;
        batch.clear();
        while (part.next(batch, this::refuse)) {
            staging.progress.checkStop();
            staging.turns.check();
            checkRules();
            persons.take(batch);
            encoder.write(batch);
            staging.saw(part.rowsRead() - seen);
            seen = part.rowsRead();
            if (refusals.size() >= MOST_HELD_REFUSALS) {
                staging.turns.await(part.ordinal());
                staging.refuse(refusals);
                refusals.clear();
            }
            if (encoder.rows() >= MOST_ROWS || encoder.bytes() >= MOST_BYTES) {
                handOver(part);
            }
            batch.clear();
        }
        staging.saw(part.rowsRead() - seen);
        boolean small = encoder.bytes() <= MOST_BYTES_LEFT;
        staging.write(new EncodedPart(part.ordinal(), encoder.finish(), refusals, part.rowsRead()), small);
        refusals.clear();
    }

    private void handOver(TablePart part) {
        EncodedRowGroup group = encoder.finish();
        staging.turns.await(part.ordinal());
        if (group != null) {
            staging.append(group);
        }
    }

    private void refuse(long row, String column, String rule, String value, String reason, RawRow raw) {
        refusals.add(new Refusal(row, column, rule, value, reason, raw));
    }

    private void refuseByRule(long row, String column, String rule, String value, String reason, RawRow raw) {
        refuse(row, column, rule, value, reason, raw);
        refusedInBatch++;
    }

    private void checkRules() {
        refusedInBatch = 0;
        Arrays.fill(refused, 0, batch.rows, false);
        leaveDeletionsAlone(true);
        rules.check(batch, refused, this::refuseByRule);
        leaveDeletionsAlone(false);
        if (refusedInBatch > 0) {
            compact();
        }
    }

    /** Rows that delete hold a key and nothing that a rule could look at: while rules are asked they count as marked already. */
    private void leaveDeletionsAlone(boolean marked) {
        for (int row = 0; deletions >= 0 && row < batch.rows; row++) {
            if (!batch.column(deletions).nulls[row]) {
                refused[row] = marked;
            }
        }
    }

    /** Moves the accepted rows together. */
    private void compact() {
        int rows = batch.rows;
        int kept = 0;
        for (int row = 0; row < rows; row++) {
            if (!refused[row]) {
                batch.sourceRows[kept++] = batch.sourceRows[row];
            }
        }
        for (int column = 0; column < batch.columnCount(); column++) {
            compact(batch.column(column), rows);
        }
        batch.rows = kept;
    }

    private void compact(ColumnVector vector, int rows) {
        boolean textual = vector.type.kind().isTextual();
        int kept = 0;
        int nulls = 0;
        for (int row = 0; row < rows; row++) {
            if (refused[row]) {
                continue;
            }
            vector.nulls[kept] = vector.nulls[row];
            nulls += vector.nulls[row] ? 1 : 0;
            if (textual) {
                vector.starts[kept] = vector.starts[row];
                vector.lengths[kept] = vector.lengths[row];
            } else {
                vector.longs[kept] = vector.longs[row];
            }
            kept++;
        }
        vector.nullCount = nulls;
    }

    PersonalDataSample persons() {
        return persons;
    }

    List<ColumnSketch> sketches() {
        return encoder.sketches();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
