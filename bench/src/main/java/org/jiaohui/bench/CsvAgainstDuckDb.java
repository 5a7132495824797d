package org.jiaohui.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.dataset.format.delimited.DelimitedFile;
import org.jiaohui.dataset.iceberg.CatalogSettings;
import org.jiaohui.dataset.iceberg.DatasetTables;
import org.jiaohui.dataset.objectstore.FolderObjectStore;
import org.jiaohui.dataset.store.IcebergDatasetStore;
import org.jiaohui.dataset.store.StagingSettings;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.StagedTable;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/**
 * One CSV of toll-gate events into a version, against DuckDB's COPY of the same file; each side in a process of its own.
 *
 * <p>Arguments: ROWS, a work folder, the path of GateEvents.java, and JDBC address, user and password of a PostgreSQL for the Iceberg catalogue.
 */
public final class CsvAgainstDuckDb {
    private static final TableSchema EVENTS = TableSchema.of(List.of(
            Column.of("id", ColumnType.INTEGER),
            Column.of("plate", ColumnType.TEXT),
            Column.of("station_code", ColumnType.TEXT),
            Column.of("lane_no", ColumnType.INTEGER),
            Column.of("entry_time", ColumnType.TIMESTAMP),
            Column.of("exit_time", ColumnType.TIMESTAMP),
            Column.of("vehicle_type", ColumnType.TEXT),
            Column.of("weight_t", ColumnType.decimal(10, 2)),
            Column.of("distance_km", ColumnType.decimal(10, 2)),
            Column.of("fee_yuan", ColumnType.decimal(12, 2)),
            Column.of("pay_type", ColumnType.TEXT),
            Column.of("speed_kmh", ColumnType.decimal(6, 1)),
            Column.of("remark", ColumnType.TEXT)));
    private static final String DUCK_COLUMNS =
            "{'id':'BIGINT','plate':'VARCHAR','station_code':'VARCHAR','lane_no':'BIGINT','entry_time':'TIMESTAMP',"
                    + "'exit_time':'TIMESTAMP','vehicle_type':'VARCHAR','weight_t':'DECIMAL(10,2)',"
                    + "'distance_km':'DECIMAL(10,2)','fee_yuan':'DECIMAL(12,2)','pay_type':'VARCHAR',"
                    + "'speed_kmh':'DECIMAL(6,1)','remark':'VARCHAR'}";

    private CsvAgainstDuckDb() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "OURS" -> report("jiaohui", () -> ours(arguments));
            case "DUCKDB" -> report("duckdb", () -> duckDb(Path.of(arguments[1]), Path.of(arguments[2])));
            default -> compare(arguments);
        }
    }

    private static void compare(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        Files.createDirectories(folder);
        Path csv = folder.resolve("events-" + arguments[0] + ".csv");
        if (!Files.exists(csv)) {
            run(List.of(java(), arguments[2], arguments[0], csv.toString()));
        }
        System.out.println("| side | wall s | CPU s | peak MiB | MB written |");
        System.out.println("|---|---|---|---|---|");
        for (int round = 0; round < 2; round++) {
            List<String> own = new ArrayList<>(List.of("OURS", csv.toString(), folder.toString()));
            own.addAll(List.of(arguments).subList(3, arguments.length));
            run(side(own));
            run(side(List.of(
                    "DUCKDB", csv.toString(), folder.resolve("duck.parquet").toString())));
        }
    }

    private static List<String> side(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-Xmx512m",
                "-XX:+UseParallelGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                CsvAgainstDuckDb.class.getName()));
        command.addAll(arguments);
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException("ended with " + code + ": " + command.getLast());
        }
    }

    private static void report(String side, Work work) throws Exception {
        long start = System.nanoTime();
        long bytes = work.run();
        double wall = (System.nanoTime() - start) / 1e9;
        Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        System.out.printf(
                "| %s | %.2f | %.2f | %d | %.1f |%n", side, wall, cpu.toMillis() / 1e3, peakMiB(), bytes / 1e6);
    }

    private static long peakMiB() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    private static long ours(String[] arguments) {
        Path folder = Path.of(arguments[2]);
        FolderObjectStore objects = new FolderObjectStore(folder.resolve("objects"));
        RunId run = RunId.create();
        try (DatasetTables tables =
                        new DatasetTables(new CatalogSettings(arguments[3], arguments[4], arguments[5]), objects);
                DelimitedFile file = DelimitedFile.open(Path.of(arguments[1]), "events.csv", FormatOptions.DETECT);
                TableSource source = file.read(Optional.of(EVENTS))) {
            IcebergDatasetStore store =
                    new IcebergDatasetStore(tables, objects, StagingSettings.in(folder.resolve("staging")));
            StagedTable staged = store.stage(run, DatasetId.of("events"), source, RunProgress.SILENT);
            DatasetVersion version = store.commit(run, staged);
            return version.bytes();
        }
    }

    private static long duckDb(Path csv, Path target) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 2");
            statement.execute("COPY (SELECT * FROM read_csv('" + csv + "', header = true, columns = " + DUCK_COLUMNS
                    + ")) TO '" + target + "' (FORMAT parquet, COMPRESSION zstd)");
        }
        return Files.size(target);
    }

    private interface Work {
        long run() throws Exception;
    }
}
