package org.jiaohui.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import org.jiaohui.exchange.disk.Folders;
import org.postgresql.PGConnection;
import tools.jackson.databind.JsonNode;

/**
 * A published version out of a hub that is up again: as CSV and XLSX, made when they are first asked for, and into a table of PostgreSQL, against the least that
 * writing it can cost: {@code COPY … FROM STDIN (FORMAT csv)} of the same rows by the same driver. The table lies in the hub's own embedded server.
 */
final class VersionOut {
    private static final String DATASET = "gate-events";
    private static final long LOOK_MILLIS = 20;

    private final MeasuredHub hub;
    private final Path folder;
    private final PrintStream out;
    private final Totals expected;

    private VersionOut(MeasuredHub hub, Path folder, PrintStream out, Totals expected) {
        this.hub = hub;
        this.folder = folder;
        this.out = out;
        this.expected = expected;
    }

    static boolean run(BenchArguments arguments, PrintStream out) throws Exception {
        Path folder = arguments.work().resolve("out");
        Path home = arguments.work().resolve("hub");
        Files.createDirectories(folder);
        Path csv = folder.resolve("gate-events.csv");
        GateEvents.write(arguments.rows(), csv);
        try (MeasuredHub hub = MeasuredHub.start(arguments.launcher(), home, folder, HubAgainstDuckDb.freePort())) {
            hub.register(DATASET, csv, GateTable.apiSchema(arguments.key()));
            hub.await(hub.enqueue(DATASET));
            VersionOut version = new VersionOut(hub, folder, out, PlainReader.read(csv));
            out.println("| way | CPU s of the hub | wall s | MB | MiB above idle |");
            out.println("|---|---|---|---|---|");
            boolean right = version.download("csv");
            version.download("xlsx");
            String url = Files.readString(home.resolve("database.url")).strip();
            for (int round = 1; round <= arguments.rounds(); round++) {
                right &= version.deliver(url, round);
                version.bareCopy(url, csv);
            }
            return right;
        } finally {
            Folders.remove(home);
            Folders.remove(folder);
        }
    }

    private boolean download(String format) throws Exception {
        Path file = folder.resolve("version." + format);
        long idle = hub.residentKib();
        hub.forgetPeak();
        long cpu = hub.cpuMillis();
        long wall = hub.download("/api/v1/datasets/" + DATASET + "/download/" + format, file);
        print(format.toUpperCase(Locale.ROOT), hub.cpuMillis() - cpu, wall, Files.size(file), idle);
        if (!format.equals("csv")) {
            return true;
        }
        Totals found = PlainReader.read(file);
        // Times are written as ISO 8601 there, so the texts of rows differ by a letter; all the rest must agree.
        return isRight(new Totals(found.rows(), found.nulls(), found.sums(), expected.digest()));
    }

    private boolean isRight(Totals found) {
        boolean right = found.equals(expected);
        out.print(right ? "" : "WRONG:\n  expected " + expected + "\n  found    " + found + "\n");
        return right;
    }

    private boolean deliver(String url, int round) throws Exception {
        String table = "delivered_" + round;
        hub.post(
                "/api/v1/targets",
                Map.of("id", "bench-" + round, "connector", "postgresql", "settings", targetSettings(url)));
        long idle = hub.residentKib();
        hub.forgetPeak();
        long cpu = hub.cpuMillis();
        hub.post(
                "/api/v1/subscriptions",
                Map.of("id", "bench-" + round, "dataset", DATASET, "target", "bench-" + round, "place", table));
        JsonNode delivery = await("bench-" + round);
        print(
                "PostgreSQL table",
                hub.cpuMillis() - cpu,
                delivery.path("durationMillis").asLong(),
                delivery.path("bytes").asLong(),
                idle);
        Path back = folder.resolve("back.csv");
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                OutputStream to = Files.newOutputStream(back)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut(
                            "COPY (SELECT " + String.join(", ", GateTable.NAMES) + " FROM " + table
                                    + ") TO STDOUT (FORMAT csv, HEADER)",
                            to);
        }
        return isRight(PlainReader.read(back));
    }

    private static Map<String, String> targetSettings(String url) {
        URI address = URI.create(url.substring("jdbc:".length()));
        return Map.of(
                "host",
                address.getHost(),
                "port",
                Integer.toString(address.getPort()),
                "database",
                address.getPath().substring(1),
                "user",
                "postgres",
                "password",
                "postgres");
    }

    private JsonNode await(String subscription) throws IOException, InterruptedException {
        while (true) {
            JsonNode newest = hub.get("/api/v1/deliveries?subscription=" + subscription)
                    .path("items")
                    .path(0);
            String status = newest.path("status").asString("");
            if (status.equals("delivered")) {
                return newest;
            }
            if (status.equals("failed")) {
                throw new IOException("not delivered: " + newest);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private void bareCopy(String url, Path csv) throws Exception {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            PostgresTable.create(connection, "bare_copy");
            long start = System.nanoTime();
            PostgresTable.copyIn(connection, "bare_copy", csv);
            long wall = (System.nanoTime() - start) / 1_000_000;
            statement.execute("DROP TABLE bare_copy");
            out.printf("| bare COPY … FROM STDIN | | %.2f | %.1f | |%n", wall / 1e3, Files.size(csv) / 1e6);
        }
    }

    private void print(String way, long cpu, long wall, long bytes, long idle) throws IOException {
        out.printf(
                "| %s | %.2f | %.2f | %.1f | %d |%n",
                way, cpu / 1e3, wall / 1e3, bytes / 1e6, (hub.peakKib() - idle) / 1024);
    }
}
