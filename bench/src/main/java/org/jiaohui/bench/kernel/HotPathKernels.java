package org.jiaohui.bench.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jiaohui.bench.GateEvents;
import org.jiaohui.bench.GateTable;
import org.jiaohui.dataset.format.delimited.DelimitedFile;
import org.jiaohui.dataset.parquet.EncodedRowGroup;
import org.jiaohui.dataset.parquet.ParquetSchema;
import org.jiaohui.dataset.parquet.RowGroupEncoder;
import org.jiaohui.dataset.rule.RowRules;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What one row of the toll-gate events costs in each step, in nanoseconds. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow"})
public class HotPathKernels {
    private static final int ROWS = Batch.DEFAULT_CAPACITY;
    private static final int BATCHES_IN_FILE = 4;

    private final TableSchema schema = GateTable.schema(List.of("id"));
    private final ParquetSchema parquet = ParquetSchema.of(
            schema, IntStream.rangeClosed(1, schema.columns().size()).boxed().toList());
    private final RowRefusals nobody = (row, column, rule, value, reason, raw) -> {
        throw new IllegalStateException(column + ": " + reason);
    };
    private final Batch batch = new Batch(schema, ROWS);
    private final Batch held = new Batch(schema, ROWS);
    private final boolean[] refused = new boolean[ROWS];
    private Path folder = Path.of("");
    private Path csv = Path.of("");
    private RowGroupEncoder encoder = new RowGroupEncoder(parquet, ROWS);

    /** Writes the file, and decodes one batch of it that rules and encoder take again and again. */
    @Setup(Level.Trial)
    public void decodeOnce() throws IOException {
        folder = Files.createTempDirectory("jiaohui-kernels");
        csv = folder.resolve("events.csv");
        GateEvents.write((long) ROWS * BATCHES_IN_FILE, csv);
        try (DelimitedFile file = DelimitedFile.open(csv, "events.csv", FormatOptions.DETECT);
                TableSource source = file.read(Optional.of(schema))) {
            source.nextPart().orElseThrow().next(held, nobody);
        }
        if (held.rows != ROWS) {
            throw new IllegalStateException("the batch is not full: " + held.rows);
        }
    }

    @TearDown(Level.Trial)
    public void clear() throws IOException {
        encoder.close();
        Files.delete(csv);
        Files.delete(folder);
    }

    /** Bytes of the file in the page cache to columns: cutting, splitting, UTF-8, values. */
    @Benchmark
    @OperationsPerInvocation(ROWS * BATCHES_IN_FILE)
    public long decode() throws IOException {
        try (DelimitedFile file = DelimitedFile.open(csv, "events.csv", FormatOptions.DETECT);
                TableSource source = file.read(Optional.of(schema))) {
            long rows = 0;
            for (Optional<TablePart> part = source.nextPart(); part.isPresent(); part = source.nextPart()) {
                while (part.get().next(batch, nobody)) {
                    rows += batch.rows;
                }
            }
            return rows;
        }
    }

    /** Every rule of the schema, the unique key from an empty set of keys. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int rules() throws IOException {
        Arrays.fill(refused, false);
        try (RowRules rules = new RowRules(schema, folder)) {
            rules.worker().check(held, refused, nobody);
        }
        return held.rows;
    }

    /** Columns to a compressed row group of one batch, profile included. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long encode() {
        encoder.write(held);
        try (EncodedRowGroup group = encoder.finish()) {
            return group == null ? 0 : group.rows();
        }
    }
}
