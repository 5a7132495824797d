package org.jiaohui.dataset.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.RefusedRows.RefusedRow;
import org.junit.jupiter.api.Test;

/** What is missing of a row that a decoder could not read, and when it no longer is. */
class UnreadValuesTest {
    private static final List<String> COLUMNS = List.of("id", "name");

    @Test
    void aRowThatBrokeARuleMissesNothing() {
        assertThat(UnreadValues.of(row("name", "length", "1", "too long"), COLUMNS))
                .isEmpty();
    }

    @Test
    void lostTextIsMissingUntilNoSignOfItIsLeft() {
        RefusedRow row = row("", "encoding", "1", "G1 \uFFFD\uFFFD\0");
        assertThat(missing(row, row.cells()))
                .hasValueSatisfying(why -> assertThat(why).contains("type it anew"));
        assertThat(missing(row, List.of("1", "G1 桥\uFFFD"))).isPresent();
        assertThat(missing(row, List.of("1", "G1 ???"))).isPresent();
        assertThat(missing(row, List.of("1", "G1 桥?"))).isEmpty();
        assertThat(missing(row, List.of("1", "G1 桥"))).isEmpty();
    }

    @Test
    void aValueThatWasNeverThereIsMissingUntilItIsFilledIn() {
        for (String rule : List.of("formula", "geometry")) {
            RefusedRow row = row("name", rule, "1", "");
            assertThat(missing(row, row.cells()))
                    .hasValueSatisfying(why -> assertThat(why).contains("\"name\""));
            assertThat(missing(row, List.of("2", ""))).isPresent();
            assertThat(missing(row, List.of("1", "x"))).isEmpty();
        }
        RefusedRow error = row("name", "error-cell", "1", "#DIV/0!");
        assertThat(missing(error, error.cells())).isPresent();
        assertThat(missing(error, List.of("1", ""))).isEmpty();
    }

    @Test
    void whatStandsBesideTheCellsIsMissingUntilTheRowIsCorrected() {
        RefusedRow row = row("", "fields", "1", "x");
        assertThat(missing(row, row.cells())).isPresent();
        assertThat(missing(row, List.of("1", "y"))).isEmpty();
    }

    @Test
    void aRowWithoutCellsIsMissingUntilAllAreThere() {
        RefusedRow row = new RefusedRow(7, "", "quote", "", "", "1,\"a\"b\uFFFD", List.of());
        assertThat(missing(row, List.of())).isPresent();
        assertThat(missing(row, List.of("", ""))).isPresent();
        assertThat(missing(row, List.of("1", "ab\uFFFD"))).isPresent();
        assertThat(missing(row, List.of("1", "ab"))).isEmpty();
    }

    private static Optional<String> missing(RefusedRow row, List<String> now) {
        return UnreadValues.of(row, COLUMNS).flatMap(unread -> unread.missing(now));
    }

    private static RefusedRow row(String column, String rule, String... cells) {
        return new RefusedRow(7, column, rule, "", "", "", List.of(cells));
    }
}
