package org.jiaohui.exchange.alert;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jiaohui.exchange.work.WorkLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of one hub that takes notices and has channels tell them; what does not arrive is tried again with growing pauses, ten times. */
public final class AlertSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertSender.class);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final int MOST_ATTEMPTS = 10;
    private static final long LONGEST_PAUSE_MILLIS = Duration.ofMinutes(30).toMillis();
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration OUTAGE = Duration.ofSeconds(5);

    private final AlertNotices notices;
    private final Map<String, AlertChannel> channels;
    private final long firstPauseMillis;
    private final WorkLoop loop;

    /** @param firstPause before the second attempt; each further pause is twice as long, up to half an hour */
    public AlertSender(AlertNotices notices, List<AlertChannel> channels, Duration firstPause) {
        this.notices = notices;
        this.channels = channels.stream().collect(Collectors.toMap(AlertChannel::name, Function.identity()));
        this.firstPauseMillis = firstPause.toMillis();
        loop = new WorkLoop("alerts", REST, OUTAGE, this::tellNext);
    }

    public void start() {
        loop.start();
    }

    private boolean tellNext() {
        Optional<AlertNotice> notice = notices.take(LEASE);
        notice.ifPresent(this::tell);
        return notice.isPresent();
    }

    private void tell(AlertNotice notice) {
        AlertChannel channel = channels.get(notice.channel());
        if (channel == null) {
            notices.failed(notice, Optional.empty(), "the channel is not set any more");
            return;
        }
        try {
            channel.tell(notice);
        } catch (RuntimeException refused) {
            Optional<Duration> retry =
                    notice.attempt() < MOST_ATTEMPTS ? Optional.of(pauseAfter(notice.attempt())) : Optional.empty();
            LOG.warn(
                    "alert {} of task {} did not arrive by {} at attempt {} of {}: {}",
                    notice.alert().id(),
                    notice.alert().task(),
                    notice.channel(),
                    notice.attempt(),
                    MOST_ATTEMPTS,
                    refused.toString());
            notices.failed(notice, retry, refused.toString());
            return;
        }
        notices.arrived(notice);
    }

    private Duration pauseAfter(int attempt) {
        long pause = Math.min(LONGEST_PAUSE_MILLIS, firstPauseMillis << Math.min(attempt - 1, 20));
        return Duration.ofMillis(pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1));
    }

    @Override
    public void close() {
        loop.close();
    }
}
