package org.jiaohui.dataset.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jiaohui.dataset.iceberg.DatasetTables.StagedFile;
import org.jiaohui.dataset.objectstore.ObjectStore;
import org.jiaohui.dataset.parquet.ColumnSketch;
import org.jiaohui.dataset.parquet.EncodedRowGroup;
import org.jiaohui.dataset.parquet.ParquetFileOutput;
import org.jiaohui.dataset.parquet.ParquetFileOutput.WrittenFile;
import org.jiaohui.dataset.parquet.ParquetSchema;
import org.jiaohui.dataset.rule.PersonalDataSample;
import org.jiaohui.dataset.rule.RowRules;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a source: workers decode, check and encode parts side by side; row groups and refused rows are written in the order of the source. At most
 * one row group a worker is in memory.
 */
final class Staging implements AutoCloseable {
    /** What a column takes in each worker before it holds a value: its vectors, dictionary and page. */
    private static final long COLUMN_BYTES = 256 << 10;

    final ParquetSchema schema;
    final TableSource source;
    final RowRules rules;
    final RunProgress progress;
    final Turns turns;
    final Quarantine quarantine;
    private final PersonalDataSample persons;
    private final ObjectStore objects;
    private final StagingSettings settings;
    private final Path folder;
    private final String keyStem;
    private final List<StagedFile> files = new ArrayList<>();
    private final List<ColumnSketch> sketches = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicLong rowsSeen = new AtomicLong();
    private @Nullable ParquetFileOutput output;
    /** Positions of refused rows, from 0, as far as a set of bits reaches. */
    private final BitSet refusedAt = new BitSet();

    private long acceptedPassed;
    private long positionsPassed;
    private long read;
    private long accepted;

    /**
     * {@code keyStem} begins the keys of data files; a number and {@code .parquet} follow.
     *
     * @param checked whose rules the rows must satisfy
     */
    Staging(
            ParquetSchema schema,
            TableSchema checked,
            TableSource source,
            RunProgress progress,
            ObjectStore objects,
            StagingSettings settings,
            String keyStem)
            throws IOException {
        this.schema = schema;
        this.source = source;
        this.progress = progress;
        this.objects = objects;
        this.settings = settings;
        this.keyStem = keyStem;
        turns = new Turns(settings.workers());
        rules = new RowRules(checked, settings.folder());
        Files.createDirectories(settings.folder());
        folder = Files.createTempDirectory(settings.folder(), "staging");
        persons = new PersonalDataSample(schema.table());
        quarantine = new Quarantine(folder.resolve("quarantine.csv.gz"), schema.table());
    }

    /** Reads the source to its end; afterwards the data files lie in the object store. */
    void run() throws IOException {
        int workers = workers(
                schema.table().columns().size(),
                settings.workers(),
                Runtime.getRuntime().maxMemory());
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                running.add(threads.submit(this::work));
            }
            for (Future<?> worker : running) {
                worker.get();
            }
        } catch (InterruptedException e) {
            turns.breakOff();
            Thread.currentThread().interrupt();
            throw new ExchangeException(ErrorCode.STOPPED, "运行被中断 / the run was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        rethrow(failure.get());
        endFile();
        if (read != accepted + quarantine.rows()) {
            throw new ExchangeException(
                    ErrorCode.INTERNAL,
                    "行数不平 / rows are unaccounted for: read " + read + ", accepted " + accepted + ", refused "
                            + quarantine.rows());
        }
    }

    /**
     * How many workers the memory has room for: each holds a batch and an encoder of every column.
     *
     * @throws ExchangeException LIMIT_EXCEEDED when a table is too wide for one
     */
    static int workers(int columns, int wanted, long memory) {
        long room = memory * 2 / 5 / COLUMN_BYTES;
        if (columns > room) {
            throw new ExchangeException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "表有 %d 列，现有内存最多 %d 列；请分成几个表，或调高 JIAOHUI_JAVA_OPTS 的 -Xmx / the table has %d columns, the memory has room for %d; split it or raise -Xmx in JIAOHUI_JAVA_OPTS"
                            .formatted(columns, room, columns, room));
        }
        return Math.clamp(room / Math.max(1, columns), 1, wanted);
    }

    private void work() {
        try (StagingWorker worker = new StagingWorker(this)) {
            for (Optional<org.jiaohui.exchange.table.TablePart> part = source.nextPart();
                    part.isPresent();
                    part = source.nextPart()) {
                turns.check();
                worker.work(part.get());
            }
            merge(worker.sketches());
            persons.merge(worker.persons());
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
            turns.breakOff();
        }
    }

    private static void rethrow(@Nullable Throwable failed) throws IOException {
        switch (failed) {
            case null -> {}
            case UncheckedIOException wrapped -> throw wrapped.getCause();
            case IOException trouble -> throw trouble;
            case RuntimeException trouble -> throw trouble;
            case Error trouble -> throw trouble;
            default -> throw new IllegalStateException(failed);
        }
    }

    private void merge(List<ColumnSketch> others) {
        synchronized (sketches) {
            if (sketches.isEmpty()) {
                sketches.addAll(others);
            } else {
                for (int i = 0; i < others.size(); i++) {
                    sketches.get(i).merge(others.get(i));
                }
            }
        }
    }

    void saw(long rows) {
        progress.advanced(rowsSeen.addAndGet(rows), source.bytesRead());
    }

    /** Writes a part when its turn comes; a small one is left for the worker before when that is not yet done. */
    void write(EncodedPart part, boolean small) {
        if (small && turns.leave(part)) {
            return;
        }
        turns.await(part.ordinal());
        for (EncodedPart mine = part; mine != null; mine = turns.pass()) {
            if (mine.group() != null) {
                append(mine.group());
            }
            refuse(mine.refusals());
            read += mine.rows();
        }
    }

    /** Takes refused rows, which count from the start of their part; the caller has its turn. */
    void refuse(List<Refusal> refusals) {
        refusals.stream().sorted(Comparator.comparingLong(Refusal::row)).forEach(refusal -> {
            long position = read + refusal.row();
            if (position < Integer.MAX_VALUE) {
                refusedAt.set((int) position);
            }
            quarantine.add(source.numberOf(position + 1), refusal);
        });
    }

    /** The sender's number of a row by its position among the accepted ones, from 1; to be asked in ascending order, when all rows are read. */
    long numberOfAccepted(long position) {
        while (acceptedPassed < position) {
            if (positionsPassed >= Integer.MAX_VALUE || !refusedAt.get((int) positionsPassed)) {
                acceptedPassed++;
            }
            positionsPassed++;
        }
        return source.numberOf(positionsPassed);
    }

    /** Appends a row group; the caller has the turn. */
    void append(EncodedRowGroup group) {
        try (group) {
            ParquetFileOutput current = output;
            if (current == null) {
                current = new ParquetFileOutput(folder.resolve(files.size() + ".parquet"), schema);
                output = current;
            }
            current.append(group);
            accepted += group.rows();
            if (current.position() > settings.fileBytes()) {
                endFile();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void endFile() throws IOException {
        if (output != null) {
            WrittenFile written = output.finish();
            output = null;
            String key = keyStem + "-" + files.size() + ".parquet";
            objects.take(key, written.path());
            files.add(new StagedFile(key, written));
        }
    }

    long read() {
        return read;
    }

    long accepted() {
        return accepted;
    }

    List<StagedFile> files() {
        return List.copyOf(files);
    }

    List<ColumnSketch> sketches() {
        return List.copyOf(sketches);
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(quarantine.findings());
        findings.addAll(rules.warnings());
        findings.addAll(persons.findings());
        return findings;
    }

    /** Removes what was written to the object store. */
    void removeFiles() {
        files.forEach(file -> objects.delete(file.key()));
    }

    @Override
    public void close() throws IOException {
        if (output != null) {
            output.close();
        }
        quarantine.close();
        rules.close();
        for (int i = 0; i <= files.size(); i++) {
            Files.deleteIfExists(folder.resolve(i + ".parquet"));
        }
        Files.deleteIfExists(folder);
    }
}
