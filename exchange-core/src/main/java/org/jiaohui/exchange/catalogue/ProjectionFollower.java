package org.jiaohui.exchange.catalogue;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one projection up to date with the catalogue log. While the projection is down the log waits; nobody else does. */
public final class ProjectionFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectionFollower.class);
    private static final int BATCH = 500;
    private static final long IDLE_MILLIS = 300;
    /** While changes come in all the time a batch is worth the more the longer it took: the projection rests four times as long, so that it takes a fifth of the time. */
    private static final int REST_FOR_WORK = 4;

    private static final long LONGEST_REST_MILLIS = 2_000;
    private static final long LONGEST_WAIT_MILLIS = 15_000;

    private final Projection projection;
    private final CatalogueLog log;
    private final Thread thread;
    private volatile boolean closing;
    private volatile long position;
    private volatile String trouble = "";

    public ProjectionFollower(Projection projection, CatalogueLog log) {
        this.projection = projection;
        this.log = log;
        thread = new Thread(this::follow, "projection-" + projection.name());
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    public String name() {
        return projection.name();
    }

    /** Sequence of the last change applied. */
    public long position() {
        return position;
    }

    /** Changes that wait. */
    public long lag() {
        return Math.max(0, log.head() - position);
    }

    /** Why the projection does not follow; empty while it does. */
    public String trouble() {
        return trouble;
    }

    /** Drops the projection and applies the whole log again; returns when it has caught up with the log as it is at its end. */
    public void rebuild() {
        synchronized (projection) {
            projection.reset();
            // Not from the projection's own position: another hub that follows into the same one may have moved it.
            long applied = 0;
            for (List<CatalogueLog.LogEntry> changes = log.after(applied, BATCH);
                    !changes.isEmpty();
                    changes = log.after(applied, BATCH)) {
                projection.apply(changes);
                applied = changes.getLast().sequence();
                position = applied;
            }
        }
    }

    private void follow() {
        long wait = IDLE_MILLIS;
        while (!closing) {
            try {
                long began = System.nanoTime();
                boolean more = step();
                trouble = "";
                wait = IDLE_MILLIS;
                if (!more) {
                    long worked = (System.nanoTime() - began) / 1_000_000;
                    Thread.sleep(Math.clamp(worked * REST_FOR_WORK, IDLE_MILLIS, LONGEST_REST_MILLIS));
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException down) {
                if (trouble.isEmpty()) {
                    LOG.warn("projection {} stays at {}: {}", projection.name(), position, down.toString());
                }
                trouble = String.valueOf(down.getMessage());
                wait = Math.min(LONGEST_WAIT_MILLIS, wait * 2);
                if (!pause(wait)) {
                    return;
                }
            }
        }
    }

    private static boolean pause(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean step() {
        synchronized (projection) {
            return applyNext();
        }
    }

    private boolean applyNext() {
        position = projection.position();
        List<CatalogueLog.LogEntry> changes = log.after(position, BATCH);
        if (changes.isEmpty()) {
            return false;
        }
        projection.apply(changes);
        position = changes.getLast().sequence();
        return changes.size() == BATCH;
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
