package org.jiaohui.hub.embedded;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts an embedded part again when its process dies while the hub lives: looks every second, and tries no more often than every ten. */
final class Revival implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Revival.class);
    private static final long LOOK_SECONDS = 1;
    private static final long TRY_SECONDS = 10;

    /** Starts the part; returns when it answers. */
    interface Start {
        void run() throws Exception;
    }

    private final String part;
    private final BooleanSupplier lives;
    private final Start start;
    private final Thread thread;
    private volatile boolean closing;

    Revival(String part, BooleanSupplier lives, Start start) {
        this.part = part;
        this.lives = lives;
        this.start = start;
        thread = new Thread(this::watch, "revival-" + part);
        thread.setDaemon(true);
        // When the JVM ends its parts end with it, in whatever order; none of them is to come back then.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closing = true, "no-revival-" + part));
    }

    void start() {
        thread.start();
    }

    private void watch() {
        while (pause(LOOK_SECONDS)) {
            if (lives.getAsBoolean() || !pause(LOOK_SECONDS) || lives.getAsBoolean()) {
                continue;
            }
            LOG.warn("the embedded {} has ended and is started again", part);
            try {
                start.run();
                LOG.info("the embedded {} runs again", part);
            } catch (Exception broken) {
                LOG.warn("the embedded {} could not be started: {}", part, broken.toString());
                if (!pause(TRY_SECONDS)) {
                    return;
                }
            }
        }
    }

    /** False when there is nothing more to wait for. */
    private boolean pause(long seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !closing;
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
    }
}
