package org.jiaohui.bench;

import java.util.List;

/** {@code ./jiaohui bench}. Ends with 1 when a result is wrong. */
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        BenchArguments parsed;
        try {
            parsed = BenchArguments.parse(List.of(arguments));
        } catch (IllegalArgumentException wrong) {
            System.err.println("jiaohui: " + wrong.getMessage() + "\n" + BenchArguments.USAGE);
            System.exit(1);
            return;
        }
        boolean right = switch (parsed.mode()) {
            case ENGINE -> CsvAgainstDuckDb.run(parsed, System.out);
            case HUB -> HubAgainstDuckDb.run(parsed, System.out);
            case TEN_TIMES -> TenTimesTheRows.run(parsed, System.out);
            case KERNELS -> Kernels.run(System.out);
            case POSTGRES, MARIADB -> DatabaseToHub.run(parsed, System.out);
            case RUNS -> SmallRuns.run(parsed, System.out);
            case OUT -> VersionOut.run(parsed, System.out);
        };
        System.exit(right ? 0 : 1);
    }
}
