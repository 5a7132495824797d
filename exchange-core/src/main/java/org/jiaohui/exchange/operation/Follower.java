package org.jiaohui.exchange.operation;

import java.time.Duration;
import org.jiaohui.exchange.work.WorkLoop;

/** The thread of one hub that sees to what follows when runs have ended; any number of hubs may do so at once. */
public final class Follower implements AutoCloseable {
    private static final Duration REST = Duration.ofMillis(300);
    private static final Duration OUTAGE = Duration.ofSeconds(2);

    private final WorkLoop loop;

    public Follower(OperationLedger ledger, FollowUp followUp) {
        loop = new WorkLoop("run-follow-up", REST, OUTAGE, () -> ledger.followNext(followUp::of));
    }

    public void start() {
        loop.start();
    }

    @Override
    public void close() {
        loop.close();
    }
}
