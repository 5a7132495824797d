package org.jiaohui.exchange.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LeasedWorkersTest {
    private record Claim(String work, int attempt) {}

    private final Queue<Claim> claimable = new ConcurrentLinkedQueue<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch second = new CountDownLatch(1);

    /** As after a jump of the ledger's clock: the lease of what goes on here looked over. */
    @Test
    void whatIsClaimedAgainWhileItGoesOnHereWaitsForItsEnd() throws Exception {
        LeasedWorkers<Claim> workers =
                new LeasedWorkers<>("test", Duration.ofMinutes(1), Duration.ofMillis(5), new LeasedWorkers.Leased<>() {
                    @Override
                    public Optional<Claim> claim() {
                        return Optional.ofNullable(claimable.poll());
                    }

                    @Override
                    public Object id(Claim claimed) {
                        return claimed.work();
                    }

                    @Override
                    public boolean heartbeat(Claim claimed, LeasedWorkers.Watch watch) {
                        return false;
                    }

                    @Override
                    public void carryOut(Claim claimed, LeasedWorkers.Watch watch) {
                        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                        if (claimed.attempt() == 1) {
                            first.countDown();
                            while (!watch.stopRequested()) {
                                Thread.onSpinWait();
                            }
                        } else {
                            second.countDown();
                        }
                        atOnce.decrementAndGet();
                    }
                });
        workers.start(2);
        try {
            claimable.add(new Claim("a", 1));
            assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
            claimable.add(new Claim("a", 2));
            assertThat(second.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(mostAtOnce).hasValue(1);
        } finally {
            workers.close(true);
        }
    }
}
