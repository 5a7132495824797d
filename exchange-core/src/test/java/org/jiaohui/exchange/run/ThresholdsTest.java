package org.jiaohui.exchange.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
