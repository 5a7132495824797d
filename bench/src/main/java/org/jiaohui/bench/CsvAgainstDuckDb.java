package org.jiaohui.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jiaohui.exchange.disk.Folders;

/**
 * A CSV file of toll-gate events into a published version, against DuckDB's COPY of the same file to Parquet: in turn, each side in a process of its own, and
 * both results held against a third reader.
 */
final class CsvAgainstDuckDb {
    private static final List<String> COMMON =
            List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    /** Flags of the Java machine that carries DuckDB: it does little itself. */
    static final List<String> DUCK_DB = List.of(
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1");

    /** As the launcher starts the hub: what runs only now and then is not worth the second compiler. */
    private static final List<String> AS_THE_HUB = List.of(
            "-XX:Tier4InvocationThreshold=20000",
            "-XX:Tier4MinInvocationThreshold=5000",
            "-XX:Tier4CompileThreshold=40000");

    private static final int TRAINING_ROWS = 50_000;

    private final BenchArguments arguments;
    private final PrintStream out;
    private final Path folder;
    private final Path csv;
    private final List<Measurement> ours = new ArrayList<>();
    private final List<Measurement> duckDb = new ArrayList<>();

    private CsvAgainstDuckDb(BenchArguments arguments, PrintStream out) {
        this.arguments = arguments;
        this.out = out;
        folder = arguments.work();
        csv = arguments.file().orElseGet(() -> folder.resolve("gate-events-" + arguments.rows() + ".csv"));
    }

    /** Returns whether both results are right. */
    static boolean run(BenchArguments arguments, PrintStream out) throws Exception {
        Files.createDirectories(arguments.work());
        CsvAgainstDuckDb comparison = new CsvAgainstDuckDb(arguments, out);
        try {
            return comparison.run();
        } finally {
            comparison.clear();
        }
    }

    private boolean run() throws Exception {
        if (!Files.exists(csv)) {
            GateEvents.write(arguments.rows(), csv);
        }
        out.printf("%s: %,d bytes%n", csv.getFileName(), Files.size(csv));
        Totals expected = PlainReader.read(csv);
        boolean right = true;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .setOverrideWorkingDirectory(folder.resolve("postgres-binaries").toFile())
                .start()) {
            String address = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
            List<String> cache = arguments.cold() ? List.of() : train(address);
            BenchTable.head(out);
            for (int round = 1; round <= arguments.rounds(); round++) {
                right &= publish(address, round, cache, expected);
                right &= copy(round, expected);
            }
        }
        BenchTable.ratios(out, ours, duckDb);
        return right;
    }

    /**
     * Publishes a small file unmeasured: the ledger gets its tables, and the Java machine leaves a cache of loaded classes (JEP 483, 514, 515), so that the
     * measured process starts as warm as a hub that is up. Returns the flags for it; none where the class path has folders, which no cache may hold.
     */
    private List<String> train(String address) throws Exception {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Files.isDirectory(Path.of(entry))) {
                return List.of();
            }
        }
        Path cache = folder.resolve("publish.aot");
        Path small = folder.resolve("training.csv");
        GateEvents.write(TRAINING_ROWS, small);
        runPublication(small, address, "training", List.of("-XX:AOTCacheOutput=" + cache));
        return List.of("-XX:AOTCache=" + cache);
    }

    private Measurement runPublication(Path file, String address, String dataset, List<String> more) throws Exception {
        Path home = folder.resolve("home");
        Files.createDirectories(home);
        List<String> flags = new ArrayList<>(COMMON);
        flags.addAll(AS_THE_HUB);
        flags.add("-Xmx" + arguments.heapMegabytes() + "m");
        flags.addAll(more);
        return Measurement.of(
                PublishSide.class,
                flags,
                List.of(file.toString(), home.toString(), address, dataset, String.join(",", arguments.key())));
    }

    private boolean publish(String address, int round, List<String> cache, Totals expected) throws Exception {
        List<String> flags = new ArrayList<>(cache);
        flags.addAll(arguments.jvmFlags());
        Measurement measured = runPublication(csv, address, "gate-events-" + round, flags);
        ours.add(measured);
        BenchTable.row(out, "Jiaohui", measured);
        boolean right = round > 1 || isRight("Jiaohui", expected, measured);
        Folders.remove(folder.resolve("home").resolve("objects"));
        return right;
    }

    private boolean copy(int round, Totals expected) throws Exception {
        Measurement measured = Measurement.of(
                DuckDbSide.class,
                DUCK_DB,
                List.of(csv.toString(), folder.resolve("duckdb.parquet").toString()));
        duckDb.add(measured);
        BenchTable.row(out, "DuckDB", measured);
        return round > 1 || isRight("DuckDB", expected, measured);
    }

    private boolean isRight(String side, Totals expected, Measurement measured) throws Exception {
        Totals found = ParquetTotals.read(measured.files());
        if (found.equals(expected)) {
            return true;
        }
        out.printf("%s is WRONG:%n  expected %s%n  found    %s%n", side, expected, found);
        return false;
    }

    private void clear() throws IOException {
        Folders.remove(folder.resolve("home"));
        Folders.remove(folder.resolve("postgres"));
        Folders.remove(folder.resolve("postgres-binaries"));
        Files.deleteIfExists(folder.resolve("duckdb.parquet"));
        Files.deleteIfExists(folder.resolve("publish.aot"));
        Files.deleteIfExists(folder.resolve("training.csv"));
        if (arguments.file().isEmpty() && !arguments.keep()) {
            Files.deleteIfExists(csv);
        }
    }
}
