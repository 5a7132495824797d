package org.jiaohui.exchange.mend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jiaohui.exchange.fault.ExchangeException;
import org.junit.jupiter.api.Test;

class RowNumbersTest {
    @Test
    void areWrittenAsRangesAndReadBack() {
        RowNumbers numbers = new RowNumbers();
        for (long number : new long[] {9, 1, 2, 3, 5, 200_000_000}) {
            assertThat(numbers.add(number)).isTrue();
        }
        assertThat(numbers.add(2)).isFalse();
        assertThat(numbers).hasToString("1-3,5,9,200000000");
        assertThat(RowNumbers.parse(numbers.toString())).isEqualTo(numbers);
        assertThat(RowNumbers.parse("").isEmpty()).isTrue();
        assertThat(numbers.size()).isEqualTo(6);
    }

    @Test
    void knowWhatIsLeftOfThem() {
        RowNumbers numbers = RowNumbers.parse("1-10");
        assertThat(numbers.without(RowNumbers.parse("2-3,10,99"))).hasToString("1,4-9");
        assertThat(numbers.contains(10)).isTrue();
        assertThat(numbers.contains(11)).isFalse();
        numbers.addAll(RowNumbers.parse("12"));
        assertThat(numbers).hasToString("1-10,12");
    }

    @Test
    void refuseWhatIsNoRow() {
        assertThatThrownBy(() -> new RowNumbers().add(0)).isInstanceOf(ExchangeException.class);
        assertThatThrownBy(() -> new RowNumbers().add(1L << 31)).isInstanceOf(ExchangeException.class);
    }
}
