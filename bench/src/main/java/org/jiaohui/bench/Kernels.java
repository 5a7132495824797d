package org.jiaohui.bench;

import java.io.PrintStream;
import java.util.Collection;
import org.jiaohui.bench.kernel.HotPathKernels;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the JMH kernels, each in a Java machine of its own. */
final class Kernels {
    private Kernels() {}

    static boolean run(PrintStream out) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(HotPathKernels.class.getName())
                        .build())
                .run();
        out.println("| kernel | ns a row | error |\n|---|---|---|");
        for (RunResult result : results) {
            out.printf(
                    "| %s | %.1f | ± %.1f |%n",
                    result.getPrimaryResult().getLabel(),
                    result.getPrimaryResult().getScore(),
                    result.getPrimaryResult().getScoreError());
        }
        return !results.isEmpty();
    }
}
