package org.jiaohui.exchange.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NationalItemTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "C;text", "C(50);text", "M;text", "N;decimal(18,6)", "N(8);integer", "n( 12, 2 );decimal(12,2)",
                        "Y;decimal(18,2)",
                "I;integer", "F;double", "B;double", "D;date", "T;timestamp", "L;boolean", "G;text"
            })
    void lettersMapToColumnTypes(String written, String type) {
        assertThat(NationalItemType.find(written)).map(NationalItemType::type).contains(ColumnType.parse(type));
    }

    @Test
    void theLengthOfATextIsKept() {
        assertThat(NationalItemType.find("C(18)").flatMap(NationalItemType::length))
                .contains(18);
        assertThat(NationalItemType.find("D").flatMap(NationalItemType::length)).isEmpty();
    }

    @Test
    void otherWordsAreNoNationalType() {
        assertThat(NationalItemType.find("text")).isEqualTo(Optional.empty());
        assertThat(NationalItemType.find("decimal(10,2)")).isEmpty();
        assertThat(NationalItemType.find("C()")).isEmpty();
        assertThatThrownBy(() -> NationalItemType.find("N(40,2)")).hasMessageContaining("precision must be 1-18");
    }
}
