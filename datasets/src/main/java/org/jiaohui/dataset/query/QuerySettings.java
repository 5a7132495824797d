package org.jiaohui.dataset.query;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How the embedded DuckDB may work.
 *
 * @param threads processors that one query may use
 * @param memory DuckDB's own memory, as DuckDB writes it: {@code 512MB}; more spills into {@code temporary}
 * @param timeout how long a caller's query may take
 * @param parallel queries that run at once; more wait within their timeout
 * @param temporary folder for spilled data, made when it is missing
 * @param readable folders whose files DuckDB may read; nothing else of the file system is open to it
 * @param writable folder for derived files
 */
public record QuerySettings(
        int threads,
        String memory,
        Duration timeout,
        int parallel,
        Path temporary,
        List<Path> readable,
        Path writable) {
    public QuerySettings {
        if (threads < 1 || parallel < 1 || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("threads, parallel and timeout must be positive");
        }
        if (!memory.matches("[1-9][0-9]{0,6}(MB|GB|MiB|GiB)")) {
            throw new IllegalArgumentException("memory is written like 512MB or 2GB, got \"" + memory + "\"");
        }
        readable = List.copyOf(readable);
    }

    /** Two threads, 512 MB, ten seconds, four queries at once; temporary and derived files lie under {@code home}. */
    public static QuerySettings under(Path home, List<Path> readable) {
        return new QuerySettings(
                2, "512MB", Duration.ofSeconds(10), 4, home.resolve("duckdb-tmp"), readable, home.resolve("derived"));
    }
}
