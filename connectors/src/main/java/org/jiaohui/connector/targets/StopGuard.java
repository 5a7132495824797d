package org.jiaohui.connector.targets;

import org.jiaohui.exchange.run.RunProgress;

/** Closes a connection from outside when the delivery must stop, also while it waits for a silent target. */
public final class StopGuard implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 200;

    private final RunProgress progress;
    private final AutoCloseable connection;
    private final Thread thread;

    public StopGuard(RunProgress progress, AutoCloseable connection) {
        this.progress = progress;
        this.connection = connection;
        thread = Thread.ofVirtual().name("delivery-stop").start(this::look);
    }

    /** Throws STOPPED when the delivery must stop. */
    public void check() {
        progress.checkStop();
    }

    private void look() {
        try {
            while (!progress.stopRequested()) {
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
            connection.close();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } catch (Exception ignored) {
            // Whoever waits on it fails and reports the stop.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
