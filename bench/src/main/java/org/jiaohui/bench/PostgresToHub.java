package org.jiaohui.bench;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jiaohui.exchange.disk.Folders;
import org.jiaohui.exchange.table.ColumnType;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import tools.jackson.databind.JsonNode;

/**
 * A PostgreSQL table into a published version by a hub that is up, against the least that reading it can cost: {@code COPY … TO STDOUT (FORMAT binary)} by the
 * same driver, every row thrown away. The table lies in the hub's own embedded server.
 */
final class PostgresToHub {
    private static final String TASK = "gate-events";

    private final MeasuredHub hub;
    private final BenchArguments arguments;
    private final PrintStream out;

    private PostgresToHub(MeasuredHub hub, BenchArguments arguments, PrintStream out) {
        this.hub = hub;
        this.arguments = arguments;
        this.out = out;
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
            return new PostgresToHub(hub, arguments, out)
                    .run(csv, Files.readString(home.resolve("database.url")).strip(), expected);
        } finally {
            Folders.remove(home);
            if (arguments.file().isEmpty() && !arguments.keep()) {
                Files.deleteIfExists(csv);
            }
        }
    }

    private boolean run(Path csv, String url, Totals expected) throws Exception {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres")) {
            fill(connection, csv);
            long idle = hub.residentKib();
            out.println("| round | bare COPY: wall s | hub: wall s | CPU s | MiB above idle | wall ratio |");
            out.println("|---|---|---|---|---|---|");
            double[] ratios = new double[arguments.rounds()];
            long cpuOfWarm = 0;
            long wallOfWarm = 0;
            boolean right = true;
            for (int round = 0; round <= arguments.rounds(); round++) {
                String task = TASK + "-" + round;
                hub.register(
                        task,
                        "jdbc",
                        Map.of("url", url, "user", "postgres", "password", "postgres", "table", "gate_events"),
                        GateTable.apiSchema(arguments.key()));
                long bare = bareCopy(connection);
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
            out.printf("%nmedian wall ratio to bare COPY: %.2f%n", ratios[ratios.length / 2]);
            return (!arguments.spark()
                            || spark(url, expected, 1.0 * cpuOfWarm / ratios.length, 1.0 * wallOfWarm / ratios.length))
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

    static void fill(Connection connection, Path csv) throws Exception {
        try (Statement statement = connection.createStatement();
                InputStream rows = Files.newInputStream(csv)) {
            statement.execute(GateTable.NAMES.stream()
                    .map(name -> name + " " + postgresType(name))
                    .collect(Collectors.joining(", ", "CREATE TABLE gate_events (", ")")));
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY gate_events FROM STDIN (FORMAT csv, HEADER)", rows, 1 << 16);
            statement.execute("VACUUM (ANALYZE) gate_events");
        }
    }

    static String postgresType(String name) {
        ColumnType type = GateTable.schema(List.of("id"))
                .columns()
                .get(GateTable.NAMES.indexOf(name))
                .type();
        return switch (type.kind()) {
            case INTEGER -> "bigint";
            case DECIMAL -> "numeric(" + type.precision() + "," + type.scale() + ")";
            case TIMESTAMP -> "timestamp";
            case TEXT, JSON, GEOMETRY, DOUBLE, BOOLEAN, DATE, TIME -> "text";
        };
    }

    /** Milliseconds. */
    private static long bareCopy(Connection connection) throws SQLException {
        long start = System.nanoTime();
        CopyOut copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY gate_events TO STDOUT (FORMAT binary)");
        while (copy.readFromCopy() != null) {
            // Thrown away.
        }
        return (System.nanoTime() - start) / 1_000_000;
    }
}
