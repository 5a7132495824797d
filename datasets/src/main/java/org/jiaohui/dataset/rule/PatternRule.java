package org.jiaohui.dataset.rule;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;

/**
 * {@code pattern}: the whole value matches the declared regular expression (java.util.regex). Source: the item's 值域 in the directory. Patterns made of ASCII
 * character classes are matched on the bytes; others ask the regular expression once for each run of equal values.
 */
final class PatternRule implements Rule {
    private final int column;
    private final Pattern pattern;
    private final Optional<BytePattern> simple;

    PatternRule(int column, String pattern) {
        this.column = column;
        this.pattern = Pattern.compile(pattern);
        simple = BytePattern.find(pattern);
    }

    @Override
    public void check(Batch batch, RowMarks marks) {
        ColumnVector values = batch.column(column);
        Matcher matcher = pattern.matcher("");
        int known = -1;
        boolean verdict = true;
        for (int row = 0; row < batch.rows; row++) {
            if (values.nulls[row] || marks.isRefused(row)) {
                continue;
            }
            if (simple.isPresent() && values.starts.length > 0) {
                verdict = simple.get().matches(values.bytes, values.starts[row], values.lengths[row]);
            } else if (known < 0 || !Slices.equal(values, known, row)) {
                verdict = matcher.reset(RowMarks.text(values, row)).matches();
                known = row;
            }
            if (!verdict) {
                marks.refuse(row, column, "pattern", "不符合格式 %s / does not match %s".formatted(pattern, pattern));
            }
        }
    }

    /** A pattern of single-byte classes with fixed counts, the last of which may be open: {@code [A-Z]\d{3,}}. */
    static final class BytePattern {
        private final boolean[][] classes;
        private final int least;
        private final int most;

        private BytePattern(boolean[][] classes, int least, int most) {
            this.classes = classes;
            this.least = least;
            this.most = most;
        }

        static Optional<BytePattern> find(String pattern) {
            return new BytePatternReader(pattern.getBytes(StandardCharsets.UTF_8)).read();
        }

        static BytePattern of(boolean[][] classes, int least, int most) {
            return new BytePattern(classes, least, most);
        }

        boolean matches(byte[] text, int start, int length) {
            if (length < least || length > most) {
                return false;
            }
            int last = classes.length - 1;
            for (int i = 0; i < length; i++) {
                int value = text[start + i];
                if (value < 0 || !classes[Math.min(i, last)][value]) {
                    return false;
                }
            }
            return true;
        }
    }
}
