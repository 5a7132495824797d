package org.jiaohui.dataset.rule;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.ValueText;

/**
 * {@code pattern}: the whole value matches the declared regular expression (java.util.regex). Source: the item's 值域 in the directory. Patterns made of character
 * classes are matched on the bytes; others ask the regular expression once for each run of equal values.
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
                verdict = matcher.reset(ValueText.of(values, row)).matches();
                known = row;
            }
            if (!verdict) {
                marks.refuse(row, column, "pattern", "不符合格式 %s / does not match %s".formatted(pattern, pattern));
            }
        }
    }

    /** A pattern of character classes with fixed counts, the last of which may be open: {@code [京沪][A-Z]\\d{3,}}. */
    static final class BytePattern {
        private final CharacterClass[] classes;
        private final int least;
        private final int most;

        private BytePattern(CharacterClass[] classes, int least, int most) {
            this.classes = classes;
            this.least = least;
            this.most = most;
        }

        static Optional<BytePattern> find(String pattern) {
            return new BytePatternReader(pattern).read();
        }

        static BytePattern of(List<CharacterClass> classes, int least, int most) {
            return new BytePattern(classes.toArray(new CharacterClass[0]), least, most);
        }

        /** The text is well-formed UTF-8. */
        boolean matches(byte[] text, int start, int length) {
            int end = start + length;
            int last = classes.length - 1;
            int position = 0;
            for (int at = start; at < end; position++) {
                CharacterClass accepted = classes[Math.min(position, last)];
                int value = text[at];
                if (position >= most || !(value >= 0 ? accepted.hasAscii(value) : accepted.hasWide(text, at))) {
                    return false;
                }
                at += value >= 0 ? 1 : Slices.sequenceLength(value);
            }
            return position >= least;
        }
    }
}
