package org.jiaohui.openapi.operation;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.openapi.exchange.RunView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells watchers how runs go on. Progress comes from the ledger, where the hub that carries the run out notes it every second, so any hub can tell of any run. One
 * thread looks for all watchers; each watched run is read once a look.
 */
@Component
final class RunEvents implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RunEvents.class);
    private static final int MOST_WATCHERS = 500;
    private static final long LOOK_MILLIS = 500;
    private static final long SILENCE_NANOS = 15_000_000_000L;
    /** Browsers come back by themselves. */
    private static final long LONGEST_MILLIS = 600_000;

    private final RunLedger ledger;
    private final Map<SseEmitter, Watcher> watchers = new ConcurrentHashMap<>();
    private @Nullable Thread thread;

    RunEvents(RunLedger ledger) {
        this.ledger = ledger;
    }

    private static final class Watcher {
        private final RunId run;
        private @Nullable Progress told;
        private long toldAt = System.nanoTime();

        Watcher(RunId run) {
            this.run = run;
        }
    }

    /** What is told while the run goes on. */
    record Progress(String status, String step, int attempt, long read, long bytes) {
        static Progress of(ExchangeRun run) {
            return new Progress(
                    run.status().name().toLowerCase(Locale.ROOT), run.step(), run.attempt(), run.read(), run.bytes());
        }
    }

    SseEmitter watch(RunId run) {
        if (watchers.size() >= MOST_WATCHERS) {
            throw new ExchangeException(
                    ErrorCode.CONFLICT,
                    "观看的人太多，请改为定时读取运行 / too many watch already; ask for the run from time to time instead");
        }
        SseEmitter emitter = new SseEmitter(LONGEST_MILLIS);
        emitter.onCompletion(() -> watchers.remove(emitter));
        emitter.onTimeout(emitter::complete);
        emitter.onError(gone -> watchers.remove(emitter));
        watchers.put(emitter, new Watcher(run));
        return emitter;
    }

    private void look() {
        try {
            while (true) {
                Thread.sleep(LOOK_MILLIS);
                try {
                    tellAll();
                } catch (RuntimeException unavailable) {
                    LOG.debug("watchers wait: {}", unavailable.toString());
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellAll() {
        Map<RunId, List<Map.Entry<SseEmitter, Watcher>>> byRun =
                watchers.entrySet().stream().collect(Collectors.groupingBy(entry -> entry.getValue().run));
        byRun.forEach((id, watching) -> ledger.find(id)
                .ifPresent(run -> watching.forEach(entry -> tell(entry.getKey(), entry.getValue(), run))));
    }

    private void tell(SseEmitter emitter, Watcher watcher, ExchangeRun run) {
        try {
            if (run.status() == ExchangeRun.Status.FINISHED) {
                emitter.send(SseEmitter.event().name("done").data(RunView.of(run)));
                emitter.complete();
                watchers.remove(emitter);
                return;
            }
            Progress now = Progress.of(run);
            if (!Objects.equals(now, watcher.told)) {
                emitter.send(SseEmitter.event().name("progress").data(now));
            } else if (System.nanoTime() - watcher.toldAt > SILENCE_NANOS) {
                emitter.send(SseEmitter.event().comment("still here"));
            } else {
                return;
            }
            watcher.told = now;
            watcher.toldAt = System.nanoTime();
        } catch (IOException | IllegalStateException gone) {
            watchers.remove(emitter);
        }
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("run-events").start(this::look);
    }

    /** Before the web server waits for the requests that are open: watchers would hold it up. */
    @Override
    public void stop() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            thread = null;
        }
        watchers.keySet().forEach(SseEmitter::complete);
        watchers.clear();
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
