package org.jiaohui.exchange.alert;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of one hub that takes notices and has channels tell them; what does not arrive is tried again with growing pauses, ten times. */
public final class AlertSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertSender.class);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final int MOST_ATTEMPTS = 10;
    private static final long LONGEST_PAUSE_MILLIS = Duration.ofMinutes(30).toMillis();
    private static final long IDLE_MILLIS = 1_000;

    private final AlertNotices notices;
    private final Map<String, AlertChannel> channels;
    private final long firstPauseMillis;
    private final Thread thread;
    private volatile boolean closing;

    /** @param firstPause before the second attempt; each further pause is twice as long, up to half an hour */
    public AlertSender(AlertNotices notices, List<AlertChannel> channels, Duration firstPause) {
        this.notices = notices;
        this.channels = channels.stream().collect(Collectors.toMap(AlertChannel::name, Function.identity()));
        this.firstPauseMillis = firstPause.toMillis();
        thread = new Thread(this::send, "alerts");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void send() {
        while (!closing) {
            try {
                Optional<AlertNotice> notice = notices.take(LEASE);
                if (notice.isPresent()) {
                    tell(notice.get());
                } else {
                    Thread.sleep(IDLE_MILLIS);
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException unavailable) {
                LOG.warn("alerts wait: {}", unavailable.toString());
                if (!pause()) {
                    return;
                }
            }
        }
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

    private static boolean pause() {
        try {
            Thread.sleep(5_000);
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
