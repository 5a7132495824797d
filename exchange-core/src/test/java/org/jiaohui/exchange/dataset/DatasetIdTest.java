package org.jiaohui.exchange.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"../etc", "a/b", "A", "", "-a", "a-", "站点", "a b", "a\u0000"})
    void refusesWhatIsNotSafeInAPath(String id) {
        assertThatThrownBy(() -> DatasetId.of(id)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void makesIdsFromNames() {
        assertThat(DatasetId.fromName("Stop Times (2026).csv", "x").value()).isEqualTo("stop-times-2026-csv");
        assertThat(DatasetId.fromName("收费站", "dataset-1").value()).isEqualTo("dataset-1");
        assertThat(DatasetId.fromName("a".repeat(300), "x").value()).hasSize(80);
    }

    @Test
    void readsVersionNumbers() {
        assertThat(VersionNumber.parse("v12").value()).isEqualTo(12);
        assertThatThrownBy(() -> VersionNumber.parse("v0")).hasMessageContaining("v0");
        assertThatThrownBy(() -> VersionNumber.parse("latest")).hasMessageContaining("latest");
    }
}
