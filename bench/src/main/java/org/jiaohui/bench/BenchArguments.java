package org.jiaohui.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is measured and how.
 *
 * @param mode which of the measurements
 * @param launcher of the hub that is measured
 * @param runs how many small runs
 * @param rows of the file that is written when none is named
 * @param file a CSV with the columns of the toll-gate events
 * @param rounds how often each side runs, in turn
 * @param key columns that no two rows may share; {@code id} is unique in any case
 * @param heapMegabytes largest heap of our side
 * @param work folder for the file and both results; only the file stays, and that only with {@code keep}
 * @param mariaDb address of the MariaDB database with user and password, empty where none is measured
 * @param spark whether Spark does the same work once, after the rounds of {@code --hub} or {@code --postgres}
 * @param cold whether our side's Java machine starts without a cache of loaded classes
 * @param jvmFlags further flags for our side's Java machine
 */
record BenchArguments(
        Mode mode,
        Path launcher,
        int runs,
        long rows,
        Optional<Path> file,
        int rounds,
        List<String> key,
        int heapMegabytes,
        Path work,
        boolean keep,
        String mariaDb,
        boolean spark,
        boolean cold,
        List<String> jvmFlags) {
    /**
     * A CSV through the engine alone, a CSV through a hub that is up, ten times the rows, the JMH kernels, a table of PostgreSQL or MariaDB, many small runs in a hub that is up,
     * a version out of the hub again.
     */
    enum Mode {
        ENGINE(""),
        HUB("--hub"),
        TEN_TIMES("--ten-times"),
        KERNELS("--kernels"),
        POSTGRES("--postgres"),
        MARIADB("--mariadb"),
        OUT("--out"),
        RUNS("--runs");

        private final String word;

        Mode(String word) {
            this.word = word;
        }
    }

    static final String USAGE =
            "./jiaohui bench [--hub | --postgres | --mariadb URL | --out | --ten-times | --kernels | --runs N] [--spark] [--rows N] [--file F] [--rounds N] [--key COLUMN,…] [--heap MIB] [--work DIR] [--keep]"
                    + " [--cold] [--jvm \"FLAG …\"]";
    private static final List<String> SWITCHES =
            List.of("--keep", "--cold", "--spark", "--hub", "--ten-times", "--kernels", "--postgres", "--out");
    private static final List<String> OPTIONS =
            List.of("--mariadb", "--runs", "--rows", "--file", "--rounds", "--key", "--heap", "--work", "--jvm");

    BenchArguments {
        if (rows < 1 || rounds < 1 || runs < 1 || heapMegabytes < 64) {
            throw new IllegalArgumentException("rows, runs and rounds begin at 1, the heap at 64 MiB");
        }
        if (!GateTable.NAMES.containsAll(key)) {
            throw new IllegalArgumentException("the columns are " + GateTable.NAMES);
        }
        key = List.copyOf(key);
        jvmFlags = List.copyOf(jvmFlags);
    }

    private static Mode mode(Set<String> given) {
        return Arrays.stream(Mode.values())
                .filter(mode -> given.contains(mode.word))
                .findFirst()
                .orElse(Mode.ENGINE);
    }

    /** @throws IllegalArgumentException for what is not understood */
    static BenchArguments parse(List<String> words) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (SWITCHES.contains(word)) {
                given.put(word, "");
            } else if (OPTIONS.contains(word) && i + 1 < words.size()) {
                given.put(word, words.get(++i));
            } else {
                throw new IllegalArgumentException("unknown or without a value: " + word);
            }
        }
        String flags = given.getOrDefault("--jvm", "").strip();
        return new BenchArguments(
                mode(given.keySet()),
                Path.of(System.getProperty("jiaohui.launcher", "jiaohui")).toAbsolutePath(),
                Integer.parseInt(given.getOrDefault("--runs", "200")),
                Long.parseLong(given.getOrDefault("--rows", "5000000")),
                Optional.ofNullable(given.get("--file"))
                        .map(file -> Path.of(file).toAbsolutePath()),
                Integer.parseInt(given.getOrDefault("--rounds", "3")),
                List.of(given.getOrDefault("--key", "id").split(",", -1)),
                Integer.parseInt(given.getOrDefault("--heap", "512")),
                Path.of(given.getOrDefault("--work", System.getProperty("java.io.tmpdir") + "/jiaohui-bench"))
                        .toAbsolutePath(),
                given.containsKey("--keep"),
                given.getOrDefault("--mariadb", ""),
                given.containsKey("--spark"),
                given.containsKey("--cold"),
                flags.isEmpty() ? List.of() : List.of(flags.split(" ", -1)));
    }
}
