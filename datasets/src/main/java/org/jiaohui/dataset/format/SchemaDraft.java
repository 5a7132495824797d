package org.jiaohui.dataset.format;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.TableSchema;

/**
 * Drafts a schema from sampled values: the narrowest type that every one of them fits. A draft is confirmed by a steward, so it stays on the safe side: numbers
 * with leading zeros, numbers of more than 18 digits and columns that are called codes stay text, and decimals get the full precision of 18 digits because no
 * sample shows the largest value.
 */
public final class SchemaDraft implements ValueSink {
    private static final Pattern CODE_NAME = Pattern.compile(
            ".*(code|_cd|zip|phone|tel|mobile|fax|代码|编码|编号|号码|电话|手机|邮编|证号|车牌)s?$", Pattern.CASE_INSENSITIVE);

    private final List<String> names;
    private final Values[] columns;

    /** @param names names of the columns, all different */
    public SchemaDraft(List<String> names) {
        this.names = List.copyOf(names);
        columns = new Values[names.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new Values();
        }
    }

    @Override
    public void offer(int column, byte[] text, int start, int length) {
        if (length > 0) {
            columns[column].offer(text, start, length);
        }
    }

    public TableSchema finish() {
        List<Column> drafted = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            boolean code = CODE_NAME.matcher(names.get(i)).matches();
            ColumnType type = columns[i].type();
            boolean number = type.kind() == ColumnType.Kind.INTEGER;
            drafted.add(Column.of(names.get(i), code && number ? ColumnType.TEXT : type));
        }
        return TableSchema.of(drafted);
    }

    /** What the values of one column have in common so far. */
    private static final class Values {
        private static final int MOST_SCALE = 9;
        private static final int MOST_DIGITS = 18;
        private static final int MOST_DOUBLE_DIGITS = 17;

        private final ColumnVector date = new ColumnVector(ColumnType.DATE, 1);
        private final ColumnVector timestamp = new ColumnVector(ColumnType.TIMESTAMP, 1);
        private final ColumnVector time = new ColumnVector(ColumnType.TIME, 1);
        private final ColumnVector floating = new ColumnVector(ColumnType.DOUBLE, 1);
        private boolean empty = true;
        private boolean numbers = true;
        private boolean dates = true;
        private boolean compactDates = true;
        private boolean timestamps = true;
        private boolean times = true;
        private boolean words = true;
        private boolean exponents;
        private int wholeDigits;
        private int scale;
        private int significant;

        void offer(byte[] text, int start, int length) {
            empty = false;
            numbers = numbers && number(text, start, length);
            dates = dates && ValueParser.parse(text, start, length, date, 0);
            compactDates = compactDates && dates && length == 8 && date.longs[0] > -25_567 && date.longs[0] < 47_482;
            timestamps = timestamps && ValueParser.parse(text, start, length, timestamp, 0);
            times = times && ValueParser.parse(text, start, length, time, 0);
            words = words && word(text, start, length);
        }

        ColumnType type() {
            if (empty) {
                return ColumnType.TEXT;
            }
            if (words) {
                return ColumnType.BOOLEAN;
            }
            if (dates && (!numbers || compactDates)) {
                return ColumnType.DATE;
            }
            if (timestamps) {
                return ColumnType.TIMESTAMP;
            }
            if (times) {
                return ColumnType.TIME;
            }
            return numbers ? numberType() : ColumnType.TEXT;
        }

        private ColumnType numberType() {
            if (!exponents && scale == 0) {
                return wholeDigits <= MOST_DIGITS ? ColumnType.INTEGER : ColumnType.TEXT;
            }
            if (!exponents && scale <= MOST_SCALE && wholeDigits + scale <= MOST_DIGITS) {
                return ColumnType.decimal(MOST_DIGITS, scale);
            }
            return significant <= MOST_DOUBLE_DIGITS ? ColumnType.DOUBLE : ColumnType.TEXT;
        }

        /** A number as people write it: no plus sign, no leading zero but the one before the point. */
        private boolean number(byte[] text, int start, int length) {
            int end = start + length;
            int first = text[start] == '-' ? start + 1 : start;
            int at = digits(text, first, end);
            int whole = at - first;
            if (whole == 0 || (whole > 1 && text[first] == '0')) {
                return false;
            }
            boolean zero = whole == 1 && text[first] == '0';
            int fraction = 0;
            int meant = zero ? 0 : whole;
            if (at < end && text[at] == '.') {
                int after = digits(text, at + 1, end);
                fraction = after - at - 1;
                meant += fraction - (zero ? zeros(text, at + 1, after) : 0);
                at = after;
                if (fraction == 0) {
                    return false;
                }
            }
            if (at < end) {
                exponents = true;
                if (!ValueParser.parse(text, start, length, floating, 0)) {
                    return false;
                }
            }
            wholeDigits = Math.max(wholeDigits, whole);
            scale = Math.max(scale, fraction);
            significant = Math.max(significant, meant);
            return true;
        }

        private static int digits(byte[] text, int from, int end) {
            int at = from;
            while (at < end && text[at] >= '0' && text[at] <= '9') {
                at++;
            }
            return at;
        }

        private static int zeros(byte[] text, int from, int end) {
            int at = from;
            while (at < end && text[at] == '0') {
                at++;
            }
            return at - from;
        }

        /** Only words make a drafted boolean; 0 and 1 are counts as often as truths. */
        private static boolean word(byte[] text, int start, int length) {
            return length >= 3
                    && length <= 5
                    && ValueParser.parse(text, start, length, new ColumnVector(ColumnType.BOOLEAN, 1), 0);
        }
    }
}
