package org.jiaohui.dataset.format.delimited;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jiaohui.exchange.run.Finding;

/**
 * The first records of a file, blank ones left out, and which of them names the columns.
 *
 * @param skipped lines of a banner above the header: a title, a unit, a date of issue
 * @param records from the header on
 */
record FirstRecords(List<Line> skipped, List<Line> records, boolean complete, boolean blank) {
    private static final int MOST = 64;
    private static final int TALLEST_BANNER = 20;

    /**
     * One record.
     *
     * @param number of the line in which it starts, from 1
     * @param end where the next record starts
     */
    record Line(int number, List<String> values, int fields, int end) {
        private long filled() {
            return values.stream().filter(value -> !value.isEmpty()).count();
        }
    }

    static FirstRecords read(byte[] head, int length, boolean whole, Dialect dialect) {
        byte[] text = Arrays.copyOf(head, length + 2);
        text[length] = dialect.separator();
        RecordSplitter splitter = new RecordSplitter(dialect, 1 << 14);
        List<Line> records = new ArrayList<>();
        int line = 1;
        int at = 0;
        while (at < length && records.size() < MOST) {
            int start = at;
            at = splitter.split(text, at, length, whole);
            if (at < 0) {
                break;
            }
            int next = line + lineEnds(text, start, Math.min(at, length), dialect.separator());
            if (splitter.fields > 1 || splitter.ends[0] > start) {
                records.add(new Line(line, values(text, splitter, dialect), splitter.fields, at));
            }
            line = next;
        }
        return new FirstRecords(List.of(), records, !records.isEmpty(), records.isEmpty() && at >= length);
    }

    private static int lineEnds(byte[] text, int from, int to, byte separator) {
        int lines = 0;
        for (int i = from; i < to; i++) {
            lines += text[i] == separator ? 1 : 0;
        }
        return lines;
    }

    private static List<String> values(byte[] text, RecordSplitter splitter, Dialect dialect) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < Math.min(splitter.fields, splitter.starts.length); i++) {
            int start = splitter.starts[i];
            int length = splitter.ends[i] - start;
            if (splitter.doubled[i]) {
                length = RecordSplitter.unescape(text, start, start + length, (byte) dialect.quote());
            }
            values.add(new String(text, start, length, StandardCharsets.UTF_8).strip());
        }
        return values;
    }

    List<String> names() {
        return records.getFirst().values();
    }

    int fields() {
        return records.getFirst().fields();
    }

    int end() {
        return records.getFirst().end();
    }

    /** The same with the record that starts in this line as the header. */
    Optional<FirstRecords> fromLine(int line) {
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).number() == line) {
                return Optional.of(from(i));
            }
        }
        return Optional.empty();
    }

    /**
     * The same without a banner. Lines are a banner when each holds next to nothing, and behind them comes a record of names as wide as the bulk of the
     * rows, which goes on for nearly all the rows that follow.
     *
     * @param usual how many fields most records of the sample have
     */
    FirstRecords withoutBanner(int usual) {
        int header = 0;
        while (header < records.size() && isBanner(records.get(header), usual)) {
            header++;
        }
        if (header == 0 || header > TALLEST_BANNER || header >= records.size() || usual < 2) {
            return this;
        }
        FirstRecords rest = from(header);
        return rest.isNames(usual) && rest.looksLikeHeader() ? rest : this;
    }

    private static boolean isBanner(Line line, int usual) {
        return line.filled() <= Math.max(1, usual / 4) && (line.fields() != usual || usual > 2);
    }

    /** Whether the first record has a name, and a different one, for nearly every field, and the others are as wide. */
    private boolean isNames(int usual) {
        Line first = records.getFirst();
        long filled = first.filled();
        boolean different = new HashSet<>(first.values()).size() >= filled;
        boolean words = first.values().stream().noneMatch(value -> isNumber(value) && !isYear(value));
        long alike = records.stream().filter(line -> line.fields() == usual).count();
        return first.fields() == usual
                && filled * 3 >= usual * 2L
                && different
                && words
                && records.size() > 1
                && alike * 5 >= records.size() * 4L;
    }

    private FirstRecords from(int header) {
        return new FirstRecords(records.subList(0, header), records.subList(header, records.size()), complete, blank);
    }

    /** What is to be said of the lines above the header. */
    Optional<Finding> banner() {
        if (skipped.isEmpty()) {
            return Optional.empty();
        }
        int header = records.getFirst().number();
        return Optional.of(new Finding(
                "banner",
                Finding.Severity.INFO,
                "",
                skipped.size(),
                "表头在文件第 %d 行；它上面的说明行没有作为数据：%s".formatted(header, shown("第 %d 行“%s”", "、")),
                "the header is line %d of the file; what stands above it was left out: %s"
                        .formatted(header, shown("line %d \"%s\"", ", ")),
                List.of()));
    }

    /** The first five lines of the banner. */
    private String shown(String form, String separator) {
        String lines = skipped.stream()
                .limit(5)
                .map(line -> form.formatted(
                        line.number(), shortened(String.join(" ", line.values()).strip())))
                .collect(Collectors.joining(separator));
        return skipped.size() > 5 ? lines + " …" : lines;
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    /**
     * A first record of values, not of names, is told by a column whose cells are numbers from the first record on while no column has numbers under a
     * word. Years are names often enough not to count.
     */
    boolean looksLikeHeader() {
        boolean numbersFromTheStart = false;
        for (int column = 0; column < names().size(); column++) {
            String first = names().get(column);
            if (!numbersBelow(column)) {
                continue;
            }
            if (!isNumber(first) || isYear(first)) {
                return true;
            }
            numbersFromTheStart = true;
        }
        return !numbersFromTheStart;
    }

    private boolean numbersBelow(int column) {
        boolean any = false;
        for (Line record : records.subList(1, Math.min(24, records.size()))) {
            List<String> values = record.values();
            String value = column < values.size() ? values.get(column) : "";
            if (!value.isEmpty()) {
                if (!isNumber(value)) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }

    private static boolean isYear(String value) {
        return value.matches("(19|20)\\d\\d");
    }

    private static boolean isNumber(String value) {
        return value.matches("[+-]?\\d{1,18}(\\.\\d{1,18})?");
    }
}
