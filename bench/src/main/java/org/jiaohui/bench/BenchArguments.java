package org.jiaohui.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is measured and how.
 *
 * @param rows of the file that is written when none is named
 * @param file a CSV with the columns of the toll-gate events
 * @param rounds how often each side runs, in turn
 * @param heapMegabytes largest heap of our side
 * @param work folder for the file and both results; only the file stays, and that only with {@code keep}
 * @param jvmFlags further flags for our side's Java machine
 */
record BenchArguments(
        long rows, Optional<Path> file, int rounds, int heapMegabytes, Path work, boolean keep, List<String> jvmFlags) {
    static final String USAGE =
            "./jiaohui bench [--rows N] [--file F] [--rounds N] [--heap MIB] [--work DIR] [--keep] [--jvm FLAG]";
    private static final long DEFAULT_ROWS = 5_000_000;

    BenchArguments {
        if (rows < 1 || rounds < 1 || heapMegabytes < 64) {
            throw new IllegalArgumentException("rows and rounds begin at 1, the heap at 64 MiB");
        }
        jvmFlags = List.copyOf(jvmFlags);
    }

    /** @throws IllegalArgumentException for what is not understood */
    static BenchArguments parse(List<String> words) {
        BenchArguments parsed = new BenchArguments(
                DEFAULT_ROWS,
                Optional.empty(),
                3,
                512,
                Path.of(System.getProperty("java.io.tmpdir"), "jiaohui-bench"),
                false,
                List.of());
        for (int i = 0; i < words.size(); i++) {
            String option = words.get(i);
            if (option.equals("--keep")) {
                parsed = new BenchArguments(
                        parsed.rows,
                        parsed.file,
                        parsed.rounds,
                        parsed.heapMegabytes,
                        parsed.work,
                        true,
                        parsed.jvmFlags);
            } else if (i + 1 < words.size()) {
                parsed = parsed.with(option, words.get(++i));
            } else {
                throw new IllegalArgumentException("unknown or without a value: " + option);
            }
        }
        return parsed;
    }

    private BenchArguments with(String option, String value) {
        return switch (option) {
            case "--rows" ->
                new BenchArguments(Long.parseLong(value), file, rounds, heapMegabytes, work, keep, jvmFlags);
            case "--file" ->
                new BenchArguments(
                        rows,
                        Optional.of(Path.of(value).toAbsolutePath()),
                        rounds,
                        heapMegabytes,
                        work,
                        keep,
                        jvmFlags);
            case "--rounds" ->
                new BenchArguments(rows, file, Integer.parseInt(value), heapMegabytes, work, keep, jvmFlags);
            case "--heap" -> new BenchArguments(rows, file, rounds, Integer.parseInt(value), work, keep, jvmFlags);
            case "--work" ->
                new BenchArguments(
                        rows, file, rounds, heapMegabytes, Path.of(value).toAbsolutePath(), keep, jvmFlags);
            case "--jvm" ->
                new BenchArguments(rows, file, rounds, heapMegabytes, work, keep, List.of(value.split(" ", -1)));
            default -> throw new IllegalArgumentException("unknown option: " + option);
        };
    }
}
