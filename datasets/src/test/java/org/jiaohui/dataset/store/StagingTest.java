package org.jiaohui.dataset.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.junit.jupiter.api.Test;

class StagingTest {
    @Test
    void wideTablesHaveFewerWorkersAndTooWideOnesNone() {
        long memory = 512L << 20;
        assertThat(Staging.workers(20, 2, memory)).isEqualTo(2);
        assertThat(Staging.workers(500, 2, memory)).isEqualTo(1);
        assertThatThrownBy(() -> Staging.workers(5_000, 2, memory))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED))
                .hasMessageContaining("5000");
    }
}
