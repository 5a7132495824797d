package org.jiaohui.connector;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.jspecify.annotations.Nullable;

/** Ends a fetch that must stop or takes too long, also while it waits for a silent server: what it has open is closed from outside. */
public final class FetchWatch implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 200;

    private final RunProgress progress;
    private final Duration limit;
    private final long end;
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile @Nullable ExchangeException ending;

    FetchWatch(RunProgress progress, Duration limit) {
        this.progress = progress;
        this.limit = limit;
        end = System.nanoTime() + limit.toNanos();
        thread = Thread.ofVirtual().name("fetch-watch").start(this::look);
    }

    /** A new watch for what is read after the fetch itself, with the same limit again; whoever reads closes it. */
    public FetchWatch renewed() {
        return new FetchWatch(progress, limit);
    }

    /** Has {@code resource} closed when the fetch must end. */
    public <T extends AutoCloseable> T guard(T resource) {
        open.add(resource);
        if (ending != null) {
            closeQuietly(resource);
        }
        return resource;
    }

    /**
     * Opens what may take long to open and cannot be closed before, such as a connection to a silent database, and guards it. When the fetch must end meanwhile,
     * nobody waits for it any more; should it still open, it is closed.
     */
    public <T extends AutoCloseable> T opened(Supplier<T> opening) {
        CompletableFuture<T> coming = new CompletableFuture<>();
        Thread.ofVirtual().name("fetch-open").start(() -> {
            try {
                coming.complete(opening.get());
            } catch (RuntimeException | Error trouble) {
                coming.completeExceptionally(trouble);
            }
        });
        while (true) {
            try {
                return guard(coming.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS));
            } catch (TimeoutException silent) {
                leaveWhenOver(coming);
            } catch (ExecutionException failed) {
                check();
                throw failed.getCause() instanceof RuntimeException trouble
                        ? trouble
                        : new IllegalStateException(failed.getCause());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw stopped(stop);
            }
        }
    }

    private static ExchangeException stopped(InterruptedException cause) {
        return new ExchangeException(ErrorCode.STOPPED, "运行被停止 / the run was stopped", cause);
    }

    private void leaveWhenOver(CompletableFuture<? extends AutoCloseable> coming) {
        try {
            check();
        } catch (ExchangeException over) {
            CompletableFuture<Void> _ = coming.thenAccept(FetchWatch::closeQuietly);
            throw over;
        }
    }

    public void release(AutoCloseable resource) {
        open.remove(resource);
    }

    /** @throws ExchangeException STOPPED or SOURCE_TIMED_OUT */
    public void check() {
        lookOnce();
        ExchangeException known = ending;
        if (known != null) {
            throw known;
        }
    }

    /**
     * Waits a while for a server, unless the fetch must end.
     *
     * @throws ExchangeException STOPPED or SOURCE_TIMED_OUT
     */
    public void pause(Duration span) {
        check();
        try {
            Thread.sleep(span);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw stopped(stop);
        }
    }

    public Optional<ExchangeException> ending() {
        return Optional.ofNullable(ending);
    }

    public void advanced(long rows, long bytes) {
        progress.advanced(rows, bytes);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void look() {
        try {
            while (ending == null) {
                Thread.sleep(LOOK_EVERY_MILLIS);
                lookOnce();
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void lookOnce() {
        if (ending != null) {
            return;
        }
        if (progress.stopRequested()) {
            ending = new ExchangeException(ErrorCode.STOPPED, "运行被停止 / the run was stopped");
        } else if (System.nanoTime() > end) {
            ending = new ExchangeException(
                    ErrorCode.SOURCE_TIMED_OUT,
                    "取数超过时限 " + limit.toSeconds() + " 秒（设置项 total-timeout） / the fetch took longer than "
                            + limit.toSeconds() + " s (setting total-timeout)");
        } else {
            return;
        }
        open.forEach(FetchWatch::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception ignored) {
            // The reader that was waiting on it fails and reports why the fetch ended.
        }
    }
}
