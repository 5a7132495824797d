package org.jiaohui.exchange.removal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.revision.Precondition;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.PublishedData;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.run.TaskRegister;
import org.jiaohui.exchange.schedule.Schedule;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.source.SourceRegister;
import org.jiaohui.exchange.source.account.SourceReleases;

/**
 * Removes tasks and sources. The register takes a task away in one transaction, so a removal that is cut off has not happened, or has happened but for what its
 * source is still to be given back, which is noted in that transaction.
 */
public final class Removals {
    private static final int TRIES = 3;

    private final TaskRegister tasks;
    private final SourceRegister sources;
    private final RunLedger runs;
    private final SourceReleases releases;

    public Removals(TaskRegister tasks, SourceRegister sources, RunLedger runs, SourceReleases releases) {
        this.tasks = tasks;
        this.sources = sources;
        this.runs = runs;
        this.releases = releases;
    }

    /**
     * Removes a task. Runs that wait, or are held, end as stopped, with their receipts.
     *
     * @throws ExchangeException UNKNOWN_TASK, PRECONDITION_FAILED; CONFLICT naming the run that is under way, the tasks that run after this one, or, where its
     *     data is withdrawn, the subscriptions and other tasks of its datasets
     */
    public Removed task(TaskId id, PublishedData data, Precondition expected) {
        ExchangeTask task = tasks.find(id)
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_TASK, "没有任务 %1$s / there is no task %1$s".formatted(id)));
        requireNoFollowers(id);
        List<String> withdrawn = withoutWaiting(id, data, expected, 1);
        List<String> notes = releases.release(task.source()).stream().toList();
        return new Removed(withdrawn, notes);
    }

    /** A run that waits is stopped once it is all that stands in the way, which the refusal names; a schedule may have another one wait before the register looks again. */
    private List<String> withoutWaiting(TaskId id, PublishedData data, Precondition expected, int attempt) {
        try {
            return tasks.remove(id, data, expected);
        } catch (ExchangeException refused) {
            List<ExchangeRun> waiting = waiting(id);
            boolean inTheWay = waiting.stream()
                    .anyMatch(run -> String.valueOf(refused.getMessage())
                            .contains(run.id().value()));
            if (refused.code() != ErrorCode.CONFLICT || attempt == TRIES || !inTheWay) {
                throw refused;
            }
            waiting.forEach(run -> runs.requestStop(run.id()));
            return withoutWaiting(id, data, expected, attempt + 1);
        }
    }

    private List<ExchangeRun> waiting(TaskId id) {
        return Stream.of(ExchangeRun.Status.QUEUED, ExchangeRun.Status.HELD)
                .flatMap(status -> runs
                        .list(
                                new RunLedger.RunFilter(
                                        Optional.of(id), Optional.empty(), Optional.of(status), Optional.empty()),
                                1,
                                100)
                        .runs()
                        .stream())
                .toList();
    }

    private void requireNoFollowers(TaskId id) {
        String followers = tasks.list().stream()
                .filter(task ->
                        task.schedule().orElse(null) instanceof Schedule.AfterTask(TaskId before) && before.equals(id))
                .map(task -> task.id().value())
                .collect(Collectors.joining(", "));
        if (!followers.isEmpty()) {
            throw new ExchangeException(
                    ErrorCode.CONFLICT,
                    "任务 %2$s 安排在 %1$s 之后运行：请先改它们的安排或删除它们 / the tasks %2$s run after %1$s: change their schedules or remove them first"
                            .formatted(id, followers));
        }
    }

    /**
     * Removes a source that no task reads.
     *
     * @throws ExchangeException UNKNOWN_SOURCE, PRECONDITION_FAILED; CONFLICT naming the tasks that read it
     */
    public Removed source(SourceId id, Precondition expected) {
        List<String> untold = sources.remove(id, expected);
        return new Removed(
                List.of(),
                untold.stream()
                        .map(run ->
                                "数据源 %1$s 还没有被告知运行 %2$s 的结果，不再告知：前置库中以 %2$s 领取的行保持领取状态 / the source %1$s was not told yet how run %2$s ended and will not be: rows of a front-end table that it claimed stay claimed"
                                        .formatted(id, run))
                        .toList());
    }
}
