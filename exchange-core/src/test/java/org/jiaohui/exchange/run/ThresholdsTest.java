package org.jiaohui.exchange.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
    private final ExchangeTask.Thresholds tenth = new ExchangeTask.Thresholds(0.1);

    @Test
    void acceptsUpToTheShare() {
        assertThat(tenth.accept(100, 10)).isTrue();
        assertThat(tenth.accept(100, 11)).isFalse();
    }

    @Test
    void acceptsAnEmptyTableButNeverOneOfWhichEveryRowWasRefused() {
        assertThat(tenth.accept(0, 0)).isTrue();
        assertThat(new ExchangeTask.Thresholds(1).accept(3, 3)).isFalse();
    }

    @Test
    void refusesSharesThatAreNone() {
        assertThatThrownBy(() -> new ExchangeTask.Thresholds(1.5)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> new ExchangeTask.Thresholds(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRuleWithALimitOfItsOwnIsMeasuredByItAndTheOthersTogether() {
        ExchangeTask.Thresholds thresholds = new ExchangeTask.Thresholds(
                0.1,
                Optional.empty(),
                Map.of("unique", limit(0L, null), "pattern", limit(null, 0.5), "type", limit(3L, 0.02)));
        assertThat(thresholds.exceeded(100, Map.of("pattern", 50L, "required", 10L, "type", 2L)))
                .isEmpty();
        assertThat(broken(thresholds, Map.of("unique", 1L))).containsExactly("unique 1 of 0 rows");
        assertThat(broken(thresholds, Map.of("type", 3L))).containsExactly("type 3 of 3 rows, 2%");
        assertThat(broken(thresholds, Map.of("pattern", 51L, "required", 6L, "range", 5L)))
                .containsExactly("pattern 51 of 50%", " 11 of 10%");
        assertThat(broken(new ExchangeTask.Thresholds(1, Optional.of(4L), Map.of()), Map.of("type", 5L)))
                .containsExactly(" 5 of 4 rows, 100%");
    }

    @Test
    void aTableOfWhichEveryRowWasRefusedBreaksALimitWhateverIsAllowed() {
        ExchangeTask.Thresholds all =
                new ExchangeTask.Thresholds(1, Optional.empty(), Map.of("type", limit(null, 1.0)));
        assertThat(all.exceeded(3, Map.of("type", 3L))).hasSize(1);
        assertThat(all.exceeded(0, Map.of())).isEmpty();
    }

    private static ExchangeTask.Thresholds.Limit limit(@Nullable Long rows, @Nullable Double share) {
        return new ExchangeTask.Thresholds.Limit(Optional.ofNullable(rows), Optional.ofNullable(share));
    }

    private static List<String> broken(ExchangeTask.Thresholds thresholds, Map<String, Long> refused) {
        return thresholds.exceeded(100, refused).stream()
                .map(excess -> excess.rule() + " " + excess.refused() + " of " + excess.limit())
                .toList();
    }
}
