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
        System.exit(CsvAgainstDuckDb.run(parsed, System.out) ? 0 : 1);
    }
}
