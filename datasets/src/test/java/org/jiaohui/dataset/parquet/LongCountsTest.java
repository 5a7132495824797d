package org.jiaohui.dataset.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongCountsTest {
    @Test
    void theMostFrequentAreThoseThatSortingGives() {
        Random random = new Random(5);
        for (int round = 0; round < 500; round++) {
            LongCounts counts = new LongCounts();
            Map<Long, Long> expected = new HashMap<>();
            int different = 1 + random.nextInt(round % 10 == 0 ? 2_000 : 12);
            for (int i = random.nextInt(3_000); i > 0; i--) {
                long value = random.nextLong(different) - different / 2;
                counts.add(value, 1);
                expected.merge(value, 1L, Long::sum);
            }
            long[] values = new long[5];
            long[] theirs = new long[5];
            int found = counts.top(values, theirs, (one, other) -> one < other);
            List<String> top = new ArrayList<>();
            for (int i = 0; i < found; i++) {
                top.add(values[i] + " " + theirs[i]);
            }
            assertThat(top)
                    .isEqualTo(expected.entrySet().stream()
                            .sorted(Comparator.comparing(Map.Entry<Long, Long>::getValue)
                                    .reversed()
                                    .thenComparing(Map.Entry::getKey))
                            .limit(5)
                            .map(entry -> entry.getKey() + " " + entry.getValue())
                            .toList());
            assertThat(counts.size()).isEqualTo(expected.size());
        }
    }
}
