package org.jiaohui.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jiaohui.exchange.disk.Folders;
import tools.jackson.databind.JsonNode;

/** Ten times the rows through the same hub: what it costs in time and memory. The exponent is 1 when ten times the rows cost ten times as much. */
final class TenTimesTheRows {
    private final MeasuredHub hub;
    private final Path folder;
    private final PrintStream out;
    private final long idle;

    private TenTimesTheRows(MeasuredHub hub, Path folder, PrintStream out) throws IOException {
        this.hub = hub;
        this.folder = folder;
        this.out = out;
        idle = hub.residentKib();
    }

    private record Cost(long rows, long cpuMillis, long wallMillis) {}

    static boolean run(BenchArguments arguments, PrintStream out) throws Exception {
        Path folder = arguments.work().resolve("ten-times");
        Path home = arguments.work().resolve("hub");
        Files.createDirectories(folder);
        try (MeasuredHub hub = MeasuredHub.start(arguments.launcher(), home, folder, HubAgainstDuckDb.freePort())) {
            TenTimesTheRows measuring = new TenTimesTheRows(hub, folder, out);
            out.println("| rows | bytes | CPU s | wall s | MiB above idle |\n|---|---|---|---|---|");
            measuring.publish("warm-up", arguments.rows());
            Cost once = measuring.publish("once", arguments.rows());
            Cost tenTimes = measuring.publish("ten-times", 10 * arguments.rows());
            out.printf(
                    "%nexponent: CPU %.3f, wall %.3f%n",
                    Math.log10(1.0 * tenTimes.cpuMillis() / once.cpuMillis()),
                    Math.log10(1.0 * tenTimes.wallMillis() / once.wallMillis()));
        } finally {
            Folders.remove(home);
            Folders.remove(folder);
        }
        return true;
    }

    private Cost publish(String id, long rows) throws Exception {
        Path file = folder.resolve(id + ".csv");
        GateEvents.write(rows, file);
        hub.register(id, file, GateTable.apiSchema(List.of("id")));
        hub.forgetPeak();
        long cpu = hub.cpuMillis();
        JsonNode run = hub.await(hub.enqueue(id));
        if (run.path("published").asLong() != rows) {
            throw new IOException("not all rows: " + run);
        }
        Cost cost =
                new Cost(rows, hub.cpuMillis() - cpu, run.path("durationMillis").asLong());
        out.printf(
                "| %,d | %,d | %.1f | %.1f | %d |%n",
                rows, Files.size(file), cost.cpuMillis() / 1e3, cost.wallMillis() / 1e3, (hub.peakKib() - idle) / 1024);
        Files.delete(file);
        return cost;
    }
}
