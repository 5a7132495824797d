package org.jiaohui.openapi.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Predicate;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.OpenTasks;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.source.SourceId;
import org.springframework.stereotype.Component;

/** Which tasks, and which of their runs, the one who asks may know of: all with the key, those of open datasets without. What is closed is answered like what is not there. */
@Component
public final class KnownTasks {
    private final OpenTasks open;
    private final RunLedger ledger;

    KnownTasks(OpenTasks open, RunLedger ledger) {
        this.open = open;
        this.ledger = ledger;
    }

    public boolean knows(TaskId task, HttpServletRequest request) {
        return Reader.seesAll(request) || open.isOpen(task);
    }

    /** For lists: asks once for all tasks. */
    public Predicate<TaskId> tasks(HttpServletRequest request) {
        return Reader.seesAll(request) ? task -> true : open.list()::contains;
    }

    /** For lists: sources that a task reads of which the reader may know. */
    public Predicate<SourceId> sources(HttpServletRequest request) {
        return Reader.seesAll(request) ? source -> true : open.sources()::contains;
    }

    /** @throws ExchangeException UNKNOWN_RUN */
    public ExchangeRun run(String id, HttpServletRequest request) {
        return find(id).filter(run -> knows(run.task(), request))
                .orElseThrow(() -> new ExchangeException(ErrorCode.UNKNOWN_RUN, "没有这次运行 / no run \"" + id + "\""));
    }

    private Optional<ExchangeRun> find(String id) {
        try {
            return ledger.find(new RunId(id));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
