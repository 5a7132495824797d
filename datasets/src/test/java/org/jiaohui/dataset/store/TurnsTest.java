package org.jiaohui.dataset.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jiaohui.exchange.fault.ExchangeException;
import org.junit.jupiter.api.Test;

/** Workers that are done in any order write in the order of their parts. */
final class TurnsTest {
    private static EncodedPart part(int ordinal) {
        return new EncodedPart(ordinal, null, List.of(), ordinal);
    }

    @Test
    void whatIsLeftIsWrittenByTheOneWhoseTurnComesBefore() {
        Turns turns = new Turns(2);
        assertThat(turns.leave(part(0))).as("its own turn").isFalse();
        assertThat(turns.leave(part(2))).isTrue();
        assertThat(turns.leave(part(1))).isTrue();
        assertThat(turns.leave(part(3))).as("enough lie there").isFalse();
        turns.await(0);
        assertThat(turns.pass()).isEqualTo(part(1));
        assertThat(turns.pass()).isEqualTo(part(2));
        assertThat(turns.pass()).isNull();
        turns.await(3);
    }

    @Test
    void nobodyLeavesAPartAfterAFailure() {
        Turns turns = new Turns(2);
        turns.breakOff();
        assertThatThrownBy(() -> turns.leave(part(1))).isInstanceOf(ExchangeException.class);
    }

    @Test
    void manyWorkersWriteEveryPartOnceInOrder() throws Exception {
        int parts = 2_000;
        Turns turns = new Turns(3);
        ConcurrentLinkedQueue<Integer> todo =
                new ConcurrentLinkedQueue<>(IntStream.range(0, parts).boxed().toList());
        List<Integer> written = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> workers = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(each -> threads.submit(() -> work(turns, todo, written, new Random(each))))
                    .toList();
            for (Future<?> worker : workers) {
                worker.get();
            }
        }
        assertThat(written).isEqualTo(IntStream.range(0, parts).boxed().toList());
    }

    private static void work(Turns turns, ConcurrentLinkedQueue<Integer> todo, List<Integer> written, Random random) {
        for (Integer next = todo.poll(); next != null; next = todo.poll()) {
            for (int pause = random.nextInt(200); pause > 0; pause--) {
                Thread.onSpinWait();
            }
            if (random.nextInt(4) > 0 && turns.leave(part(next))) {
                continue;
            }
            turns.await(next);
            for (EncodedPart mine = part(next); mine != null; mine = turns.pass()) {
                written.add(mine.ordinal());
            }
        }
    }
}
