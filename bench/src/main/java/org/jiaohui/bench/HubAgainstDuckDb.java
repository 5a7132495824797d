package org.jiaohui.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jiaohui.exchange.disk.Folders;
import tools.jackson.databind.JsonNode;

/**
 * A CSV file published by a hub that is up, through source, task and run, against DuckDB's COPY of the same file: in turn, and both results held against a
 * third reader. The first publication is what a hub gives that has just been started; the others are those of a warm hub.
 */
final class HubAgainstDuckDb {
    private static final long SETTLING_MILLIS = 5_000;

    private final BenchArguments arguments;
    private final PrintStream out;
    private final Path folder;
    private final Path csv;
    private final List<Round> rounds = new ArrayList<>();

    private HubAgainstDuckDb(BenchArguments arguments, PrintStream out) {
        this.arguments = arguments;
        this.out = out;
        folder = arguments.work();
        csv = arguments.file().orElseGet(() -> folder.resolve("gate-events-" + arguments.rows() + ".csv"));
    }

    /** One publication and the copy after it; times in milliseconds. */
    private record Round(long cpu, long wall, long peakKib, Measurement duckDb) {}

    /** Returns whether both results are right. */
    static boolean run(BenchArguments arguments, PrintStream out) throws Exception {
        Files.createDirectories(arguments.work());
        return new HubAgainstDuckDb(arguments, out).run();
    }

    static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private boolean run() throws Exception {
        if (!Files.exists(csv)) {
            GateEvents.write(arguments.rows(), csv);
        }
        out.printf("%s: %,d bytes%n", csv.getFileName(), Files.size(csv));
        Totals expected = PlainReader.read(csv);
        Path home = folder.resolve("hub");
        Path inbox = Optional.ofNullable(csv.getParent()).orElse(folder);
        boolean right = true;
        try (MeasuredHub hub = MeasuredHub.start(arguments.launcher(), home, inbox, freePort())) {
            Thread.sleep(SETTLING_MILLIS);
            long idle = hub.residentKib();
            out.printf("the hub is up and idle: %d MiB resident%n", idle / 1024);
            out.println("| publication | CPU s | wall s | MiB above idle | DuckDB: CPU s | wall s | peak MiB |"
                    + " CPU ratio | wall ratio |");
            out.println("|---|---|---|---|---|---|---|---|---|");
            for (int round = 0; round <= arguments.rounds(); round++) {
                right &= round(hub, round, idle, expected);
            }
            List<Round> warm = rounds.subList(1, rounds.size());
            out.printf(
                    "%nwarm hub, median ratio to the statement alone: CPU %.2f, wall %.2f; to DuckDB's whole process:"
                            + " CPU %.2f, wall %.2f; at most %d MiB above idle%n",
                    ratio(warm, Round::cpu, each -> each.duckDb().workCpuMillis()),
                    ratio(warm, Round::wall, each -> each.duckDb().workWallMillis()),
                    ratio(warm, Round::cpu, each -> each.duckDb().cpuMillis()),
                    ratio(warm, Round::wall, each -> each.duckDb().wallMillis()),
                    (warm.stream().mapToLong(Round::peakKib).max().orElse(0) - idle) / 1024);
            right &= !arguments.spark() || spark(warm, expected);
        } finally {
            Folders.remove(home);
            Files.deleteIfExists(folder.resolve("duckdb.parquet"));
            if (arguments.file().isEmpty() && !arguments.keep()) {
                Files.deleteIfExists(csv);
            }
        }
        return right;
    }

    private boolean round(MeasuredHub hub, int number, long idle, Totals expected) throws Exception {
        String dataset = "gate-events-" + number;
        hub.register(dataset, csv, GateTable.apiSchema(arguments.key()));
        hub.forgetPeak();
        long cpu = hub.cpuMillis();
        long wall = millisFromOrderToEnd(hub.await(hub.enqueue(dataset)));
        Path copied = folder.resolve("duckdb.parquet");
        Round round = new Round(
                hub.cpuMillis() - cpu,
                wall,
                hub.peakKib(),
                Measurement.of(DuckDbSide.class, CsvAgainstDuckDb.DUCK_DB, List.of(csv.toString(), copied.toString())));
        rounds.add(round);
        Measurement other = round.duckDb();
        out.printf(
                "| %s | %.2f | %.2f | %d | %.2f | %.2f | %d | %.2f | %.2f |%n",
                number == 0 ? "the hub's first" : "warm " + number,
                round.cpu() / 1e3,
                round.wall() / 1e3,
                (round.peakKib() - idle) / 1024,
                other.workCpuMillis() / 1e3,
                other.workWallMillis() / 1e3,
                other.peakKib() / 1024,
                1.0 * round.cpu() / other.workCpuMillis(),
                1.0 * round.wall() / other.workWallMillis());
        return number > 1
                || (isRight("Jiaohui", expected, hub.dataFiles(dataset))
                        && isRight("DuckDB", expected, List.of(copied)));
    }

    /** As the hub's ledger has it, so that looks at the run may be far apart and cost it nothing. */
    private static long millisFromOrderToEnd(JsonNode run) {
        return Duration.between(
                        OffsetDateTime.parse(run.path("queuedAt").asString()),
                        OffsetDateTime.parse(run.path("finishedAt").asString()))
                .toMillis();
    }

    private boolean spark(List<Round> warm, Totals expected) throws Exception {
        Path target = folder.resolve("spark");
        try {
            Measurement spark = SparkSide.csv(csv, target);
            double cpu = warm.stream().mapToLong(Round::cpu).average().orElseThrow();
            double wall = warm.stream().mapToLong(Round::wall).average().orElseThrow();
            SparkSide.print(out, spark, cpu, wall);
            return isRight("Spark", expected, spark.files());
        } finally {
            SparkSide.clear(target);
        }
    }

    private boolean isRight(String side, Totals expected, List<Path> files) throws Exception {
        Totals found = ParquetTotals.read(files);
        if (found.equals(expected)) {
            return true;
        }
        out.printf("%s is WRONG:%n  expected %s%n  found    %s%n", side, expected, found);
        return false;
    }

    private static double ratio(List<Round> rounds, ToLongFunction<Round> ours, ToLongFunction<Round> other) {
        double[] sorted = rounds.stream()
                .mapToDouble(round -> 1.0 * ours.applyAsLong(round) / other.applyAsLong(round))
                .sorted()
                .toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
