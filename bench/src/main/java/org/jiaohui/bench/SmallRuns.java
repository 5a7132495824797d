package org.jiaohui.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jiaohui.exchange.disk.Folders;
import tools.jackson.databind.JsonNode;

/** Many small sources that are due together: how many runs a second, and how long one takes from its start to Published. */
final class SmallRuns {
    private static final int ROWS = 1_000;
    /** After so many the compilers of the Java machine have seen what a small run does: a hub that is up. */
    private static final int WARM_UP = 100;

    /** Seldom enough that being asked costs the hub little. */
    private SmallRuns() {}

    static boolean run(BenchArguments arguments, PrintStream out) throws Exception {
        Path folder = arguments.work();
        Path inbox = folder.resolve("small");
        Path home = folder.resolve("hub");
        Files.createDirectories(inbox);
        try (MeasuredHub hub = MeasuredHub.start(arguments.launcher(), home, inbox, HubAgainstDuckDb.freePort())) {
            for (int i = 0; i < arguments.runs() + WARM_UP; i++) {
                Path file = inbox.resolve("small-" + i + ".csv");
                GateEvents.write(ROWS + i, file);
                hub.register("small-" + i, file, GateTable.apiSchema(List.of("id")));
            }
            List<String> warmUp = new ArrayList<>();
            for (int i = 0; i < WARM_UP; i++) {
                warmUp.add(hub.enqueue("small-" + (arguments.runs() + i)));
            }
            for (String run : warmUp) {
                hub.await(run);
            }
            measure(hub, arguments.runs(), out);
        } finally {
            Folders.remove(home);
            Folders.remove(inbox);
        }
        return true;
    }

    private static void measure(MeasuredHub hub, int runs, PrintStream out) throws Exception {
        long cpu = hub.cpuMillis();
        long start = System.nanoTime();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            ids.add(hub.enqueue("small-" + i));
        }
        List<Long> millis = new ArrayList<>();
        for (String id : ids) {
            JsonNode run = hub.await(id);
            millis.add(run.path("durationMillis").asLong());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        millis.sort(null);
        out.printf(
                "%d runs of %,d rows and more: %.1f s, %.1f runs/s; start to published: median %d ms, 95 %% %d ms;"
                        + " %.1f CPU s of the hub, %.0f ms a run%n",
                runs,
                ROWS,
                seconds,
                runs / seconds,
                millis.get(runs / 2),
                millis.get(runs * 95 / 100),
                (hub.cpuMillis() - cpu) / 1e3,
                1.0 * (hub.cpuMillis() - cpu) / runs);
    }
}
