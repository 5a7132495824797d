package org.jiaohui.openapi.exchange;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jiaohui.exchange.schedule.MissedRuns;

/** Words of a task's plan. */
final class PlanWords {
    private PlanWords() {}

    static MissedRuns missed(String word) {
        return Arrays.stream(MissedRuns.values())
                .filter(missed -> missed.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("missedRuns 只能是 / missedRuns is one of "
                        + Arrays.stream(MissedRuns.values())
                                .map(missed -> missed.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + "; got \"" + word + "\""));
    }
}
