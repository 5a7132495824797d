package org.jiaohui.exchange.source.trial;

import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.table.Column;

/**
 * What a trial found.
 *
 * @param checks one for every {@link TrialStep}, in their order
 */
public record TrialReport(boolean passed, long millis, List<Check> checks, Optional<Sample> sample) {
    /** How a step ended. */
    public enum Result {
        PASSED,
        FAILED,
        NOT_NEEDED,
        NOT_REACHED
    }

    /**
     * One step.
     *
     * @param detail what was found, or what went wrong with the value that is wrong
     * @param fix what to do about a failure
     */
    public record Check(
            TrialStep step, Result result, long millis, String detail, Optional<ErrorCode> code, Optional<Fix> fix) {}

    /** The first rows as text; a value that is null is absent. */
    public record Sample(String table, List<Column> columns, List<List<Optional<String>>> rows) {
        static final Sample NONE = new Sample("", List.of(), List.of());

        public Sample {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    public TrialReport {
        checks = List.copyOf(checks);
    }
}
