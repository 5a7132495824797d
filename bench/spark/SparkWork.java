package org.jiaohui.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The same work by Spark in one local process: rows with declared types to zstd Parquet, no further rules. Compiled when it is first asked for, since Spark is no part of the
 * build. Arguments: {@code csv FILE COLUMNS TARGET} or {@code jdbc URL ROWS TARGET}.
 */
final class SparkWork {
    private SparkWork() {}

    public static void main(String[] arguments) throws Exception {
        String cores = Integer.toString(Runtime.getRuntime().availableProcessors());
        Path target = Path.of(arguments[3]);
        try (SparkSession spark = SparkSession.builder()
                .master("local[" + cores + "]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.parquet.compression.codec", "zstd")
                .config("spark.local.dir", target.resolveSibling("spark-scratch").toString())
                .getOrCreate()) {
            OwnWork work = OwnWork.begin();
            Dataset<Row> rows = arguments[0].equals("csv")
                    ? spark.read()
                            .schema(arguments[2])
                            .option("header", true)
                            .option("escape", "\"")
                            .option("timestampNTZFormat", "yyyy-MM-dd HH:mm:ss")
                            .csv(arguments[1])
                    : spark.read()
                            .option("driver", "org.postgresql.Driver")
                            .option("user", "postgres")
                            .option("password", "postgres")
                            .option("fetchsize", "10000")
                            .option("preferTimestampNTZ", true)
                            .option("partitionColumn", "id")
                            .option("lowerBound", "0")
                            .option("upperBound", arguments[2])
                            .option("numPartitions", cores)
                            .format("jdbc")
                            .option("url", arguments[1])
                            .option("dbtable", "gate_events")
                            .load();
            rows.write().mode(SaveMode.Overwrite).parquet(target.toString());
            try (Stream<Path> files = Files.list(target)) {
                work.end(
                        0,
                        files.map(Path::toString)
                                .filter(name -> name.endsWith(".parquet"))
                                .sorted()
                                .collect(Collectors.joining(" ")));
            }
        }
    }
}
