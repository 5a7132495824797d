package org.jiaohui.openapi.exchange;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RetryPolicy;
import org.jspecify.annotations.Nullable;

/** A retry policy as docs/api.md writes it. */
@Schema(name = "Retry")
record RetryBody(
        @Nullable Integer attempts,
        Optional<Double> firstSeconds,
        Optional<Double> factor,
        Optional<Double> longestSeconds) {
    RetryPolicy toPolicy() {
        Duration first = firstSeconds.map(RetryBody::duration).orElse(RetryPolicy.NONE.first());
        Duration longest = longestSeconds
                .map(RetryBody::duration)
                .orElse(first.compareTo(RetryPolicy.NONE.longest()) > 0 ? first : RetryPolicy.NONE.longest());
        if (attempts == null) {
            throw new ExchangeException(
                            ErrorCode.BAD_REQUEST, "缺少字段 retry.attempts / the field \"retry.attempts\" is missing")
                    .about("retry.attempts");
        }
        return new RetryPolicy(attempts, first, factor.orElse(RetryPolicy.NONE.factor()), longest);
    }

    static RetryBody of(RetryPolicy policy) {
        return new RetryBody(
                policy.attempts(),
                Optional.of(policy.first().toMillis() / 1_000.0),
                Optional.of(policy.factor()),
                Optional.of(policy.longest().toMillis() / 1_000.0));
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }
}
