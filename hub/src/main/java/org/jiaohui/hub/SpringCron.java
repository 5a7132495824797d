package org.jiaohui.hub;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jiaohui.exchange.schedule.CronTimes;
import org.springframework.scheduling.support.CronExpression;

/** Cron as Spring understands it; an expression of five fields begins with the minute, as in crontab. */
final class SpringCron implements CronTimes {
    private static final int REMEMBERED = 1_000;

    private final Map<String, CronExpression> known = new ConcurrentHashMap<>();

    @Override
    public Optional<Instant> nextAfter(String expression, ZoneId zone, Instant after) {
        if (known.size() > REMEMBERED) {
            known.clear();
        }
        CronExpression cron = known.computeIfAbsent(expression, SpringCron::parse);
        return Optional.ofNullable(cron.next(after.atZone(zone))).map(ZonedDateTime::toInstant);
    }

    private static CronExpression parse(String expression) {
        String text = expression.strip();
        return CronExpression.parse(text.split("\\s+").length == 5 ? "0 " + text : text);
    }
}
