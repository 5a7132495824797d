package org.jiaohui.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What a measured process says of itself: CPU and wall time of the work proper, its peak of resident memory and what it wrote. */
final class OwnWork {
    /** Begins the one line that the measuring process reads. */
    static final String MARK = "MEASURED ";

    private final long startNanos = System.nanoTime();
    private final Duration startCpu = cpu();

    private OwnWork() {}

    static OwnWork begin() {
        return new OwnWork();
    }

    /** Prints the line; {@code files} is separated by blanks. */
    void end(long bytes, String files) throws IOException {
        long wall = (System.nanoTime() - startNanos) / 1_000_000;
        System.out.println(
                MARK + wall + " " + cpu().minus(startCpu).toMillis() + " " + peakKib() + " " + bytes + " " + files);
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** VmHWM of this process; 0 where the system does not tell. */
    private static long peakKib() throws IOException {
        Path status = Path.of("/proc/self/status");
        return !Files.exists(status)
                ? 0
                : Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0);
    }
}
