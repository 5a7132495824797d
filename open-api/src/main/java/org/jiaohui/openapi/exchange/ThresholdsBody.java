package org.jiaohui.openapi.exchange;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeTask.Thresholds;
import org.jspecify.annotations.Nullable;

/** How many refused rows are still published: for all rules, and for single ones. */
record ThresholdsBody(
        @JsonProperty("default") @Nullable LimitBody general,
        @Nullable Map<String, LimitBody> rules) {
    /** Rules that refuse rows; docs/rules.md. */
    private static final Set<String> RULES = Set.of(
            "fields",
            "quote",
            "encoding",
            "type",
            "required",
            "length",
            "pattern",
            "code-list",
            "range",
            "check-digit",
            "region",
            "unique",
            "formula",
            "error-cell",
            "geometry");

    record LimitBody(Optional<Long> rows, Optional<Double> share) {
        private Thresholds.Limit limit() {
            return new Thresholds.Limit(rows, share);
        }
    }

    /** {@code share} is the older {@code refusedShare}, which counts where no other default is given. */
    static Thresholds thresholds(Optional<Double> share, @Nullable ThresholdsBody body) {
        if (body == null) {
            return share.map(Thresholds::new).orElse(Thresholds.DEFAULT);
        }
        Map<String, Thresholds.Limit> rules = new TreeMap<>();
        if (body.rules() != null) {
            body.rules().forEach((rule, limit) -> {
                if (!RULES.contains(rule)) {
                    throw new ExchangeException(
                            ErrorCode.BAD_REQUEST,
                            "没有拒绝行的规则 \"" + rule + "\"，可用 / no rule \"" + rule + "\" refuses rows, these do: "
                                    + RULES.stream().sorted().toList());
                }
                rules.put(rule, limit.limit());
            });
        }
        LimitBody general = body.general();
        if (general == null) {
            return new Thresholds(share.orElse(Thresholds.DEFAULT.share()), Optional.empty(), rules);
        }
        // A default of rows alone leaves the share open.
        return new Thresholds(
                general.share().or(() -> share).orElse(general.rows().isPresent() ? 1.0 : Thresholds.DEFAULT.share()),
                general.rows(),
                rules);
    }

    static ThresholdsBody of(Thresholds thresholds) {
        Map<String, LimitBody> rules = new TreeMap<>();
        thresholds.rules().forEach((rule, limit) -> rules.put(rule, new LimitBody(limit.rows(), limit.share())));
        return new ThresholdsBody(new LimitBody(thresholds.rows(), Optional.of(thresholds.share())), rules);
    }
}
