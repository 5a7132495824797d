package org.jiaohui.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import org.jiaohui.exchange.disk.Folders;
import tools.jackson.databind.JsonNode;

/** A table of a database into a published version by a hub that is up, against the least that reading it can cost by the same driver, every row thrown away. */
final class DatabaseToHub {
    private static final String TASK = "gate-events";

    private final MeasuredHub hub;
    private final BenchArguments arguments;
    private final PrintStream out;

    private DatabaseToHub(MeasuredHub hub, BenchArguments arguments, PrintStream out) {
        this.hub = hub;
        this.arguments = arguments;
        this.out = out;
    }

    /** What differs between the databases. */
    interface Database {
        Connection connect() throws SQLException;

        /** Where the table is, as the connector {@code jdbc} takes it. */
        Map<String, String> settings();

        /** Makes the table {@code gate_events} of a CSV. */
        void fill(Connection connection, Path csv) throws Exception;

        /** How the bare reading is called. */
        String bareName();

        /** Reads all rows and throws them away. */
        void readBare(Connection connection) throws SQLException;
    }

    static boolean run(BenchArguments arguments, PrintStream out) throws Exception {
        Path home = arguments.work().resolve("hub");
        Path csv =
                arguments.file().orElseGet(() -> arguments.work().resolve("gate-events-" + arguments.rows() + ".csv"));
        Files.createDirectories(arguments.work());
        if (!Files.exists(csv)) {
            GateEvents.write(arguments.rows(), csv);
        }
        Totals expected = PlainReader.read(csv);
        try (MeasuredHub hub =
                MeasuredHub.start(arguments.launcher(), home, arguments.work(), HubAgainstDuckDb.freePort())) {
            Database database = arguments.mode() == BenchArguments.Mode.MARIADB
                    ? new MariaDbTable(arguments.mariaDb())
                    : new PostgresTable(
                            Files.readString(home.resolve("database.url")).strip());
            return new DatabaseToHub(hub, arguments, out).run(database, csv, expected);
        } finally {
            Folders.remove(home);
            if (arguments.file().isEmpty() && !arguments.keep()) {
                Files.deleteIfExists(csv);
            }
        }
    }

    private boolean run(Database database, Path csv, Totals expected) throws Exception {
        Map<String, String> settings = database.settings();
        try (Connection connection = database.connect()) {
            database.fill(connection, csv);
            long idle = hub.residentKib();
            out.println("| round | " + database.bareName()
                    + ": wall s | hub: wall s | CPU s | MiB above idle | wall ratio |");
            out.println("|---|---|---|---|---|---|");
            double[] ratios = new double[arguments.rounds()];
            long cpuOfWarm = 0;
            long wallOfWarm = 0;
            boolean right = true;
            for (int round = 0; round <= arguments.rounds(); round++) {
                String task = TASK + "-" + round;
                hub.register(task, "jdbc", settings, GateTable.apiSchema(arguments.key()));
                long start = System.nanoTime();
                database.readBare(connection);
                long bare = (System.nanoTime() - start) / 1_000_000;
                hub.forgetPeak();
                long cpu = hub.cpuMillis();
                JsonNode run = hub.await(hub.enqueue(task));
                cpu = hub.cpuMillis() - cpu;
                double ratio = 1.0 * run.path("durationMillis").asLong() / bare;
                out.printf(
                        "| %s | %.2f | %.2f | %.2f | %d | %.2f |%n",
                        round == 0 ? "the hub's first" : Integer.toString(round),
                        bare / 1e3,
                        run.path("durationMillis").asLong() / 1e3,
                        cpu / 1e3,
                        (hub.peakKib() - idle) / 1024,
                        ratio);
                if (round > 0) {
                    ratios[round - 1] = ratio;
                    cpuOfWarm += cpu;
                    wallOfWarm += run.path("durationMillis").asLong();
                } else {
                    Totals found = ParquetTotals.read(hub.dataFiles(task));
                    right = found.equals(expected);
                    out.print(right ? "" : "WRONG:\n  expected " + expected + "\n  found    " + found + "\n");
                }
            }
            Arrays.sort(ratios);
            out.printf("%nmedian wall ratio to %s: %.2f%n", database.bareName(), ratios[ratios.length / 2]);
            boolean compared = arguments.spark() && arguments.mode() == BenchArguments.Mode.POSTGRES;
            return (!compared
                            || spark(
                                    settings.getOrDefault("url", ""),
                                    expected,
                                    1.0 * cpuOfWarm / ratios.length,
                                    1.0 * wallOfWarm / ratios.length))
                    && right;
        }
    }

    private boolean spark(String url, Totals expected, double cpu, double wall) throws Exception {
        Path target = arguments.work().resolve("spark");
        try {
            Measurement spark = SparkSide.jdbc(url, arguments.rows(), target);
            SparkSide.print(out, spark, cpu, wall);
            Totals found = ParquetTotals.read(spark.files());
            out.print(
                    found.equals(expected)
                            ? ""
                            : "Spark is WRONG:\n  expected " + expected + "\n  found    " + found + "\n");
            return found.equals(expected);
        } finally {
            SparkSide.clear(target);
        }
    }
}
