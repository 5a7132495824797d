package org.jiaohui.exchange.reconcile;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.TaskRegister;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reconciles every task once a day; of several hubs on one ledger, one does it for each task. */
public final class DailyReconciliation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DailyReconciliation.class);
    private static final long PAUSE_MILLIS = 30_000;

    private final Reconciler reconciler;
    private final ReconciliationBook book;
    private final TaskRegister tasks;
    private final LocalTime at;
    private final Thread thread = new Thread(this::work, "reconciliation");

    /** @param at the time of day in China from which on the day's statements are made */
    public DailyReconciliation(Reconciler reconciler, ReconciliationBook book, TaskRegister tasks, LocalTime at) {
        this.reconciler = reconciler;
        this.book = book;
        this.tasks = tasks;
        this.at = at;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void work() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                ZonedDateTime now = ZonedDateTime.now(Reconciler.BEIJING);
                if (!now.toLocalTime().isBefore(at)) {
                    reconcileAll(now.toLocalDate());
                }
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException unavailable) {
                LOG.warn("the day's reconciliation could not begin: {}", unavailable.toString());
                pause();
            }
        }
    }

    /** Every task that nobody has reconciled for this day yet. */
    void reconcileAll(LocalDate day) {
        for (ExchangeTask task : tasks.list()) {
            if (!book.claimDay(task.id(), day)) {
                continue;
            }
            try {
                Reconciliation made = reconciler.reconcile(task.id(), day);
                LOG.info(
                        "reconciliation={} task={} day={} state={}",
                        made.id(),
                        task.id(),
                        day,
                        made.state().label());
            } catch (ExchangeException impossible) {
                LOG.warn("task {} could not be reconciled for {}: {}", task.id(), day, impossible.getMessage());
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
