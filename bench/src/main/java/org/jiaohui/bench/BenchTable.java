package org.jiaohui.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.function.ToLongFunction;

/** Prints measurements as a Markdown table. */
final class BenchTable {
    private BenchTable() {}

    static void head(PrintStream out) {
        out.println("| side | CPU s | wall s | of it work: CPU s | wall s | peak MiB | MB written |");
        out.println("|---|---|---|---|---|---|---|");
    }

    static void row(PrintStream out, String side, Measurement measured) {
        out.printf(
                "| %s | %.2f | %.2f | %.2f | %.2f | %d | %.1f |%n",
                side,
                measured.cpuMillis() / 1e3,
                measured.wallMillis() / 1e3,
                measured.workCpuMillis() / 1e3,
                measured.workWallMillis() / 1e3,
                measured.peakKib() / 1024,
                measured.bytes() / 1e6);
    }

    static void ratios(PrintStream out, List<Measurement> ours, List<Measurement> others) {
        out.printf(
                "%nmedian ratio, whole process: CPU %.2f, wall %.2f; work alone: CPU %.2f, wall %.2f%n",
                ratio(ours, others, Measurement::cpuMillis),
                ratio(ours, others, Measurement::wallMillis),
                ratio(ours, others, Measurement::workCpuMillis),
                ratio(ours, others, Measurement::workWallMillis));
    }

    private static double ratio(List<Measurement> ours, List<Measurement> others, ToLongFunction<Measurement> of) {
        return median(ours, of) / median(others, of);
    }

    private static double median(List<Measurement> measurements, ToLongFunction<Measurement> of) {
        long[] sorted = measurements.stream().mapToLong(of).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }
}
