package org.jiaohui.dataset.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;

/**
 * {@code fresh}: a date or timestamp is not older than the declared number of days at the time of the run. A warning, never a refusal: expired data is often
 * what was asked for. Source: the resource's 更新周期 in the directory.
 */
final class FreshRule implements Rule {
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private final int column;
    private final String name;
    private final int days;
    private final long oldest;
    private final LongAdder stale = new LongAdder();
    private final AtomicLong oldestSeen = new AtomicLong(Long.MAX_VALUE);

    FreshRule(int column, String name, ColumnType type, int days, Instant now) {
        this.column = column;
        this.name = name;
        this.days = days;
        // Vectors hold Beijing local time, eight hours ahead of UTC.
        long localMicros = now.plus(Duration.ofHours(8)).getEpochSecond() * 1_000_000L - days * MICROS_PER_DAY;
        oldest = type.kind() == ColumnType.Kind.DATE ? Math.floorDiv(localMicros, MICROS_PER_DAY) : localMicros;
    }

    @Override
    public void check(Batch batch, RowMarks marks) {
        ColumnVector values = batch.column(column);
        long found = 0;
        long least = Long.MAX_VALUE;
        for (int row = 0; row < batch.rows; row++) {
            if (!values.nulls[row] && values.longs[row] < oldest && !marks.isRefused(row)) {
                found++;
                least = Math.min(least, values.longs[row]);
            }
        }
        stale.add(found);
        oldestSeen.accumulateAndGet(least, Math::min);
    }

    /** What was found over all workers. */
    Optional<Finding> finding() {
        long count = stale.sum();
        if (count == 0) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                "fresh",
                Finding.Severity.WARNING,
                name,
                count,
                "列“%s”有 %d 行早于 %d 天前".formatted(name, count, days),
                "%d rows of column \"%s\" are older than %d days".formatted(count, name, days),
                java.util.List.of()));
    }
}
