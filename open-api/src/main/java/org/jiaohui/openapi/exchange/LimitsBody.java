package org.jiaohui.openapi.exchange;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.Optional;
import org.jiaohui.exchange.run.RunLimits;

/** Limits of a run as docs/api.md writes them. */
@Schema(name = "Limits")
record LimitsBody(
        Optional<Long> rows,
        Optional<Long> bytes,
        Optional<Long> seconds,
        Optional<Long> rowsPerSecond,
        Optional<Long> bytesPerSecond) {
    RunLimits toLimits() {
        return new RunLimits(rows, bytes, seconds.map(Duration::ofSeconds), rowsPerSecond, bytesPerSecond);
    }

    static LimitsBody of(RunLimits limits) {
        return new LimitsBody(
                limits.rows(),
                limits.bytes(),
                limits.time().map(Duration::toSeconds),
                limits.rowsPerSecond(),
                limits.bytesPerSecond());
    }
}
