package org.jiaohui.exchange.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.fault.ErrorCode;

/** What a run comes to. */
record Conclusion(RunResult result, List<CatalogueChange> changes) {
    static Conclusion rejected(List<Finding> findings) {
        return new Conclusion(
                new RunResult(
                        RunOutcome.REJECTED,
                        Optional.empty(),
                        0,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        findings),
                List.of());
    }

    static Conclusion unchanged(Optional<RunLedger.LastSuccess> last) {
        return new Conclusion(
                new RunResult(
                        RunOutcome.UNCHANGED,
                        Optional.empty(),
                        0,
                        0,
                        0,
                        0,
                        last.flatMap(RunLedger.LastSuccess::digest),
                        last.flatMap(RunLedger.LastSuccess::position),
                        List.of(),
                        List.of()),
                List.of());
    }

    static Conclusion failed(ErrorCode code, String message) {
        return new Conclusion(RunResult.failed(code, message), List.of());
    }

    /** The same where the source has moved on without bringing anything else. */
    Conclusion at(String position) {
        RunResult r = result;
        return new Conclusion(
                new RunResult(
                        r.outcome(),
                        r.error(),
                        r.read(),
                        r.refused(),
                        r.published(),
                        r.bytes(),
                        r.digest(),
                        Optional.of(position),
                        r.tables(),
                        r.findings()),
                changes);
    }

    /** The same where the task was described anew meanwhile. */
    Conclusion describedAs(ExchangeTask was, ExchangeTask now) {
        return new Conclusion(result, Redescription.renewed(changes, was, now));
    }

    Conclusion with(List<Finding> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<Finding> findings = new ArrayList<>(result.findings());
        findings.addAll(more);
        return new Conclusion(result.with(findings), changes);
    }
}
