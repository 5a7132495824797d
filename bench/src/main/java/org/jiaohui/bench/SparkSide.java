package org.jiaohui.bench;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jiaohui.exchange.disk.Folders;
import org.jiaohui.exchange.table.ColumnType;

/** The same work by Spark in a local process of its own. Spark is no part of the build: the launcher fetches its class path when {@code --spark} is asked for. */
final class SparkSide {
    private static final List<String> FLAGS = List.of(
            "-Xmx2g",
            "-XX:+UseParallelGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

    private SparkSide() {}

    static Measurement csv(Path csv, Path target) throws IOException, InterruptedException {
        return measure(List.of("csv", csv.toString(), columns(), target.toString()));
    }

    static Measurement jdbc(String url, long rows, Path target) throws IOException, InterruptedException {
        return measure(List.of("jdbc", url, Long.toString(rows), target.toString()));
    }

    /** @param cpuMillis what the warm hub took, as {@code wallMillis} */
    static void print(PrintStream out, Measurement spark, double cpuMillis, double wallMillis) {
        out.printf(
                "%nSpark: %.1f CPU s and %.1f s for the work, %.1f and %.1f for the whole process, peak %d MiB;"
                        + " the work is %.1f x the warm hub's CPU, %.1f x its wall time%n",
                spark.workCpuMillis() / 1e3,
                spark.workWallMillis() / 1e3,
                spark.cpuMillis() / 1e3,
                spark.wallMillis() / 1e3,
                spark.peakKib() / 1024,
                spark.workCpuMillis() / cpuMillis,
                spark.workWallMillis() / wallMillis);
    }

    static void clear(Path target) throws IOException {
        Folders.remove(target);
        Folders.remove(target.resolveSibling("spark-scratch"));
        Files.deleteIfExists(target);
        Files.deleteIfExists(target.resolveSibling("spark-scratch"));
    }

    private static Measurement measure(List<String> arguments) throws IOException, InterruptedException {
        Path spark = Path.of(System.getProperty("jiaohui.spark", "bench/spark"));
        Path classPath = spark.resolve("target").resolve("classpath.txt");
        if (!Files.exists(classPath)) {
            throw new IOException(classPath + " is missing: measure Spark by ./jiaohui bench --spark");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of(
                "-cp",
                spark.resolve("target")
                        + File.pathSeparator
                        + ownClasses()
                        + File.pathSeparator
                        + Files.readString(classPath).strip(),
                "org.jiaohui.bench.SparkWork"));
        command.addAll(arguments);
        return Measurement.of(command, "Spark");
    }

    /** Where {@link OwnWork} lies; nothing else of our class path comes near Spark's. */
    private static Path ownClasses() {
        return Path.of(URI.create(OwnWork.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
    }

    private static String columns() {
        return GateTable.schema(List.of("id")).columns().stream()
                .map(column -> column.name() + " " + sparkType(column.type()))
                .collect(Collectors.joining(", "));
    }

    private static String sparkType(ColumnType type) {
        return switch (type.kind()) {
            case INTEGER -> "bigint";
            case DECIMAL -> "decimal(" + type.precision() + "," + type.scale() + ")";
            case TIMESTAMP -> "timestamp_ntz";
            case TEXT, JSON, GEOMETRY, DOUBLE, BOOLEAN, DATE, TIME -> "string";
        };
    }
}
