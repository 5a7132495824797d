package org.jiaohui.dataset.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;
import org.junit.jupiter.api.Test;

class PersonalDataSampleTest {
    private static final int ROWS = 5_000;

    private final Random random = new Random(20_261_127);

    private static List<Finding> found(IntFunction<String> values) {
        TableSchema schema = TableSchema.of(List.of(Column.of("number", ColumnType.TEXT)));
        PersonalDataSample all = new PersonalDataSample(schema);
        for (int worker = 0; worker < 2; worker++) {
            PersonalDataSample sample = new PersonalDataSample(schema);
            Batch batch = new Batch(schema, ROWS);
            for (int row = 0; row < ROWS; row++) {
                byte[] text = values.apply(row).getBytes(StandardCharsets.UTF_8);
                batch.column(0).setText(row, text, 0, text.length);
            }
            batch.rows = ROWS;
            sample.take(batch);
            all.merge(sample);
        }
        return all.findings();
    }

    private String digits(String first, int length) {
        StringBuilder number = new StringBuilder(first);
        while (number.length() < length) {
            number.append((char) ('0' + random.nextInt(10)));
        }
        return number.toString();
    }

    @Test
    void looksAtFewRowsAndAddsUpWhatWorkersSaw() {
        assertThat(found(row -> "1390000" + (1000 + row))).singleElement().satisfies(finding -> {
            assertThat(finding.count()).isEqualTo(2L * PersonalDataSample.ROWS_OF_A_BATCH);
            assertThat(finding.message()).contains("100%");
        });
    }

    @Test
    void rightCheckDigitsByChanceAreNoPersons() {
        assertThat(found(row -> digits("6", 18))).as("a card's length").isEmpty();
        assertThat(found(row -> "110105" + (1950 + random.nextInt(60)) + "0101" + digits("", 4)))
                .as("numbers with a date within, one in eleven fits")
                .isEmpty();
        assertThat(found(row -> digits("2", 11)))
                .as("eleven digits that begin otherwise")
                .isEmpty();
        assertThat(found(row -> "20261127" + row)).as("serial numbers").isEmpty();
    }

    @Test
    void aFewAmongManyAreNotClear() {
        assertThat(found(row -> row % 10 == 0 ? "11010519491231002X" : "E" + row))
                .isEmpty();
        assertThat(found(row -> row % 4 == 0 ? "11010519491231002X" : "E" + row))
                .hasSize(1);
        assertThat(found(row -> row % 4 == 0 ? "+8613912345678" : "020-12345")).isEmpty();
        assertThat(found(row -> row % 4 == 0 ? "020-12345" : "+8613912345678")).hasSize(1);
    }
}
