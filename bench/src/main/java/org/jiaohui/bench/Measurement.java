package org.jiaohui.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One measured process.
 *
 * @param wallMillis from its start to its end, the Java machine's own start included
 * @param cpuMillis of the process and its children, as the system accounts for them when they have ended
 * @param workWallMillis of the work proper, as the process says
 * @param workCpuMillis likewise
 * @param peakKib VmHWM
 */
record Measurement(
        long wallMillis,
        long cpuMillis,
        long workWallMillis,
        long workCpuMillis,
        long peakKib,
        long bytes,
        List<Path> files) {
    private static final int CHILD_USER = 15;
    private static final int CHILD_SYSTEM = 16;
    private static final long TICK_MILLIS = 10;

    /** Runs a main class of this class path. */
    static Measurement of(Class<?> main, List<String> flags, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return of(command, main.getSimpleName());
    }

    /** Runs any program that tells its own work in the line of {@link OwnWork}. */
    static Measurement of(List<String> command, String name) throws IOException, InterruptedException {
        long cpuBefore = childrenMillis();
        long start = System.nanoTime();
        Path errors = Files.createTempFile("jiaohui-bench", ".log");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        Optional<String> line = Optional.empty();
        try (BufferedReader output = process.inputReader()) {
            for (String next = output.readLine(); next != null; next = output.readLine()) {
                line = next.startsWith(OwnWork.MARK) ? Optional.of(next) : line;
            }
        }
        int code = process.waitFor();
        long wall = (System.nanoTime() - start) / 1_000_000;
        if (code != 0 || line.isEmpty()) {
            throw new IOException(name + " ended with " + code + ":\n" + Files.readString(errors));
        }
        Files.delete(errors);
        return parse(line.get(), wall, childrenMillis() - cpuBefore);
    }

    private static Measurement parse(String line, long wall, long cpu) {
        String[] words = line.substring(OwnWork.MARK.length()).split(" ", -1);
        return new Measurement(
                wall,
                cpu,
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Arrays.stream(words).skip(4).map(Path::of).toList());
    }

    /** CPU time of all children that have ended and of theirs; 0 where the system does not tell. */
    private static long childrenMillis() throws IOException {
        Path stat = Path.of("/proc/self/stat");
        if (!Files.exists(stat)) {
            return 0;
        }
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        // The fields behind the name begin with the third of proc(5).
        return (Long.parseLong(fields[CHILD_USER - 2]) + Long.parseLong(fields[CHILD_SYSTEM - 2])) * TICK_MILLIS;
    }
}
