package org.jiaohui.exchange.drift;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.drift.DriftFindings.Course;

/** What a decision would make of one changed column, told before anybody decides. */
public record DriftOutlook(String chinese, String english) {
    /** Empty where it depends on more than the verdict: on renames, or on nothing because only the order differs. */
    public static Optional<DriftOutlook> of(
            SchemaDifference difference, SchemaChange change, DriftDecision.Verdict verdict) {
        Course course = switch (verdict) {
            case EVOLVE -> Course.EVOLVED;
            case IGNORE -> Course.KEPT;
            case REJECT -> Course.REJECTED;
        };
        boolean needed = change.before().filter(SchemaChange.Side::required).isPresent();
        DriftFindings findings =
                new DriftFindings(difference, course, Map.of(), needed ? List.of(change.column()) : List.of());
        return switch (change.kind()) {
            case ADDED, MISSING, RETYPED -> Optional.of(findings.outlook(change));
            case RENAMED, REORDERED -> Optional.empty();
        };
    }
}
