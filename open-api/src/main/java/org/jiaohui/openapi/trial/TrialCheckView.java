package org.jiaohui.openapi.trial;

import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.source.trial.Fix;
import org.jiaohui.exchange.source.trial.TrialReport;

/** One step of a trial as docs/api.md shows it. */
public record TrialCheckView(
        String step,
        String title,
        String titleEn,
        String result,
        long millis,
        String detail,
        Optional<String> code,
        Optional<String> fix,
        Optional<String> fixEn) {
    public static TrialCheckView of(TrialReport.Check check) {
        return new TrialCheckView(
                check.step().name(),
                check.step().title(),
                check.step().titleEn(),
                check.result().name(),
                check.millis(),
                check.detail(),
                check.code().map(ErrorCode::name),
                check.fix().map(Fix::text),
                check.fix().map(Fix::textEn));
    }
}
