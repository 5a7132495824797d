package org.jiaohui.dataset.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jiaohui.exchange.dataset.StagedTable;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.Constraint.CheckDigit.Scheme;
import org.jiaohui.exchange.table.TableSchema;

/**
 * {@code personal-data}: columns in which a clear share of sampled values look like numbers that belong to persons. Sources: GB 11643-1999 (citizen identification
 * number with its check digit), the numbering plan of mobile telephones in China (eleven digits from 13 to 19), ISO/IEC 7812-1 (payment cards: 16 to 19 digits with
 * Luhn's check digit). One in eleven numbers of eighteen digits, and one in ten of a card's length, has the right check digit by chance; hence the shares.
 *
 * <p>Looks at {@value #ROWS_OF_A_BATCH} rows of a batch at most, so that it costs next to nothing.
 */
public final class PersonalDataSample {
    static final int ROWS_OF_A_BATCH = 200;
    private static final int LEAST_HITS = 3;
    /** Of Fibonacci hashing: spreads consecutive numbers evenly. */
    private static final int SCATTER = 0x9E3779B9;

    private static final int LONGEST_NUMBER = 19;

    /** What a number may be; the first that fits counts. */
    private enum Kind {
        CITIZEN_ID(
                0.2, "身份证号（GB 11643）", "citizen identification numbers (GB 11643)", "身份证号不应公开", "do not publish them"),
        MOBILE(0.5, "手机号", "mobile telephone numbers", "如 138****5678", "for example 138****5678"),
        BANK_CARD(0.5, "银行卡号（Luhn）", "payment card numbers (Luhn)", "银行卡号不应公开", "do not publish them");

        private final double share;
        private final String chinese;
        private final String english;
        private final String mask;
        private final String maskEn;

        Kind(double share, String chinese, String english, String mask, String maskEn) {
            this.share = share;
            this.chinese = chinese;
            this.english = english;
            this.mask = mask;
            this.maskEn = maskEn;
        }

        boolean is(byte[] text, int start, int length) {
            return switch (this) {
                case CITIZEN_ID -> CheckDigitRule.isValid(Scheme.CITIZEN_ID, text, start, length);
                case MOBILE -> isMobile(text, start, length);
                case BANK_CARD -> isCard(text, start, length);
            };
        }
    }

    private static final List<Kind> KINDS = List.of(Kind.values());

    private final TableSchema schema;
    private final int[] columns;
    private final long[] sampled;
    private final long[][] hits;
    private final byte[] digits = new byte[LONGEST_NUMBER];

    public PersonalDataSample(TableSchema schema) {
        this.schema = schema;
        columns = IntStream.range(0, schema.columns().size())
                .filter(i -> mayHold(schema.columns().get(i)))
                .toArray();
        sampled = new long[schema.columns().size()];
        hits = new long[schema.columns().size()][KINDS.size()];
    }

    private static boolean mayHold(Column column) {
        ColumnType.Kind kind = column.type().kind();
        return kind == ColumnType.Kind.TEXT || kind == ColumnType.Kind.INTEGER;
    }

    /** Looks at some rows of a batch: one of each stretch, at another place in each, so that rows that repeat in a rhythm are seen as they are. */
    public void take(Batch batch) {
        int stretch = (batch.rows + ROWS_OF_A_BATCH - 1) / ROWS_OF_A_BATCH;
        for (int column : columns) {
            ColumnVector values = batch.column(column);
            for (int begin = 0; begin < batch.rows; begin += stretch) {
                int row = begin + ((begin * SCATTER) >>> 16) % stretch;
                if (row < batch.rows && !values.nulls[row]) {
                    sampled[column]++;
                    take(column, values, row);
                }
            }
        }
    }

    private void take(int column, ColumnVector values, int row) {
        if (values.type.kind() == ColumnType.Kind.TEXT) {
            take(column, values.bytes, values.starts[row], values.lengths[row]);
        } else {
            int length = 0;
            for (long rest = values.longs[row]; rest > 0; rest /= 10) {
                digits[LONGEST_NUMBER - ++length] = (byte) ('0' + rest % 10);
            }
            take(column, digits, LONGEST_NUMBER - length, length);
        }
    }

    private void take(int column, byte[] text, int start, int length) {
        for (int kind = 0; kind < KINDS.size(); kind++) {
            if (KINDS.get(kind).is(text, start, length)) {
                hits[column][kind]++;
                return;
            }
        }
    }

    /** Adds what another worker saw of the same table. */
    public synchronized void merge(PersonalDataSample other) {
        for (int column : columns) {
            sampled[column] += other.sampled[column];
            for (int kind = 0; kind < hits[column].length; kind++) {
                hits[column][kind] += other.hits[column][kind];
            }
        }
    }

    /** A warning for each column and kind; without values, which are what must not be told. */
    public synchronized List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (int column : columns) {
            for (int kind = 0; kind < KINDS.size(); kind++) {
                long found = hits[column][kind];
                if (found >= LEAST_HITS && found >= KINDS.get(kind).share * sampled[column]) {
                    findings.add(finding(schema.columns().get(column).name(), KINDS.get(kind), found, sampled[column]));
                }
            }
        }
        return findings;
    }

    private static Finding finding(String column, Kind kind, long found, long sampled) {
        long percent = found * 100 / sampled;
        return new Finding(
                StagedTable.PERSONAL_DATA,
                Finding.Severity.WARNING,
                column,
                found,
                "抽查的 %d 个值中有 %d%% 像%s，而数据集无条件开放：请在来源处脱敏后再送（%s），在任务的 schema 中不读这一列，或改为有条件开放、不开放"
                        .formatted(sampled, percent, kind.chinese, kind.mask),
                "%d%% of %d sampled values look like %s, and the dataset is open to everybody: have them masked at the source (%s), leave the column out of the task's schema, or make the dataset restricted or not public"
                        .formatted(percent, sampled, kind.english, kind.maskEn),
                List.of());
    }

    private static boolean isMobile(byte[] text, int start, int length) {
        int from = start;
        int left = length;
        if (left == 14 && text[from] == '+') {
            from++;
            left--;
        }
        if (left == 13 && text[from] == '8' && text[from + 1] == '6') {
            from += 2;
            left -= 2;
        }
        return left == 11 && text[from] == '1' && text[from + 1] >= '3' && areDigits(text, from, left);
    }

    /** Payment cards begin with 3 to 6. */
    private static boolean isCard(byte[] text, int start, int length) {
        if (length < 16 || length > 19 || text[start] < '3' || text[start] > '6' || !areDigits(text, start, length)) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < length; i++) {
            int digit = text[start + length - 1 - i] - '0';
            int weighed = i % 2 == 0 ? digit : digit * 2;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }

    private static boolean areDigits(byte[] text, int start, int length) {
        for (int i = start; i < start + length; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return false;
            }
        }
        return true;
    }
}
