package org.jiaohui.dataset.format.delimited;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.source.FormatOptions;

/**
 * Finds out how a text is delimited where the source does not declare it: the delimiter that gives most records the same number of fields, the more fields the
 * better.
 */
final class DialectDetector {
    private static final byte[] DELIMITERS = {',', '\t', ';', '|', ':'};
    private static final byte[] SEPARATORS = {'@', '~', '#', '^'};
    private static final int MOST_RECORDS = 1_000;

    private final byte[] text;
    private final int length;
    private final boolean whole;
    /** How often each byte occurs. */
    private final int[] occurrences = new int[256];

    private final Map<Dialect, Counts> counted = new HashMap<>();

    /**
     * @param head the beginning of the text in UTF-8
     * @param whole whether that is all of it
     */
    DialectDetector(byte[] head, int length, boolean whole) {
        // Room for the sentinel that the splitter wants behind the last byte.
        text = java.util.Arrays.copyOf(head, length + 2);
        this.length = length;
        this.whole = whole;
        for (int i = 0; i < length; i++) {
            occurrences[text[i] & 0xff]++;
        }
    }

    Dialect detect(FormatOptions options, String fileName) {
        Dialect dialect = Dialect.CSV;
        Optional<Integer> quote = options.quote().map(DialectDetector::quote);
        if (quote.isPresent()) {
            dialect = dialect.withQuote(quote.get());
        }
        dialect = separated(dialect, options);
        if (options.delimiter().isPresent()) {
            dialect =
                    dialect.withDelimiter(ascii("delimiter", options.delimiter().get()));
        } else {
            dialect = bestDelimiter(dialect, hint(options, fileName));
        }
        return quote.isEmpty() && usesApostrophes(dialect) ? dialect.withQuote('\'') : dialect;
    }

    private static int quote(String declared) {
        return declared.isEmpty() ? Dialect.NO_QUOTE : ascii("quote", declared);
    }

    private static byte ascii(String setting, String declared) {
        String value = declared.equals("\\t") ? "\t" : declared;
        if (value.length() != 1 || value.charAt(0) == 0 || value.charAt(0) > 126) {
            throw Faults.setting(setting, declared);
        }
        return (byte) value.charAt(0);
    }

    private Dialect separated(Dialect dialect, FormatOptions options) {
        if (options.recordSeparator().isPresent()) {
            String declared = options.recordSeparator().get();
            boolean lineEnd = declared.equals("\r\n") || declared.equals("\\n") || declared.equals("\\r\\n");
            return separatedBy(dialect, lineEnd ? (byte) '\n' : ascii("recordSeparator", declared));
        }
        int feeds = occurrences['\n'];
        if (loneReturns() > 5 * feeds) {
            return separatedBy(dialect, (byte) '\r');
        }
        return feeds == 0 && length > 1_000 ? unusualSeparator(dialect) : dialect;
    }

    private int loneReturns() {
        int returns = 0;
        for (int i = 0; i < length && returns < occurrences['\r']; i++) {
            if (text[i] == '\r' && text[i + 1] != '\n') {
                returns++;
            }
        }
        return returns;
    }

    private static Dialect separatedBy(Dialect dialect, byte separator) {
        return new Dialect(dialect.delimiter(), separator, dialect.quote());
    }

    /** A long text without any line end may separate its records by a sign: at least ten records of at least three fields each must agree. */
    private Dialect unusualSeparator(Dialect dialect) {
        for (byte separator : SEPARATORS) {
            Dialect candidate = bestDelimiter(separatedBy(dialect, separator), (byte) 0);
            Counts counts = count(candidate);
            if (counts.usual >= 3 && counts.records >= 10 && counts.share > 0.9) {
                return candidate;
            }
        }
        return dialect;
    }

    private static byte hint(FormatOptions options, String fileName) {
        String format = options.format().orElse("").toLowerCase(Locale.ROOT);
        String name = fileName.toLowerCase(Locale.ROOT);
        if (format.equals("tsv") || name.endsWith(".tsv") || name.endsWith(".tab")) {
            return '\t';
        }
        return name.endsWith(".psv") ? (byte) '|' : 0;
    }

    private Dialect bestDelimiter(Dialect dialect, byte hint) {
        Dialect best = dialect.withDelimiter(hint == 0 ? (byte) ',' : hint);
        double bestScore = 0;
        for (byte delimiter : DELIMITERS) {
            if (occurrences[delimiter] == 0) {
                continue;
            }
            Dialect candidate = dialect.withDelimiter(delimiter);
            Counts counts = count(candidate);
            double score = counts.usual < 2 ? 0 : counts.share * counts.share * Math.log(counts.usual);
            score *= delimiter == hint ? 4 : delimiter == ':' ? 0.4 : 1;
            if (score > bestScore) {
                best = candidate;
                bestScore = score;
            }
        }
        return best;
    }

    private record Counts(int usual, double share, int records, int apostrophes) {}

    private Counts count(Dialect dialect) {
        return counted.computeIfAbsent(dialect, this::counts);
    }

    private Counts counts(Dialect dialect) {
        RecordSplitter splitter = new RecordSplitter(dialect, 64);
        text[length] = dialect.separator();
        Map<Integer, Integer> histogram = new HashMap<>();
        int records = 0;
        int apostrophes = 0;
        for (int at = 0; at < length && records < MOST_RECORDS; ) {
            int start = at;
            at = splitter.split(text, at, length, whole);
            if (at < 0) {
                break;
            }
            boolean blank = splitter.fields == 1 && splitter.ends[0] <= start;
            if (!blank) {
                records++;
                histogram.merge(splitter.malformed ? -splitter.fields : splitter.fields, 1, Integer::sum);
                apostrophes += apostrophes(splitter);
            }
        }
        int usual = 0;
        int most = 0;
        for (Map.Entry<Integer, Integer> entry : histogram.entrySet()) {
            if (entry.getValue() > most || (entry.getValue() == most && entry.getKey() > usual)) {
                usual = entry.getKey();
                most = entry.getValue();
            }
        }
        return new Counts(usual, records == 0 ? 0 : (double) most / records, records, apostrophes);
    }

    private int apostrophes(RecordSplitter splitter) {
        int found = 0;
        for (int i = 0; i < Math.min(splitter.fields, splitter.starts.length); i++) {
            int start = splitter.starts[i];
            int end = splitter.ends[i];
            if (end - start >= 2 && text[start] == '\'' && text[end - 1] == '\'') {
                found++;
            }
        }
        return found;
    }

    private boolean usesApostrophes(Dialect dialect) {
        if (occurrences['"'] > 0 || occurrences['\''] == 0) {
            return false;
        }
        Counts counts = count(dialect);
        return counts.apostrophes >= Math.max(1, counts.records / 2);
    }

    /** How many fields most records of the sample have. */
    int usualFields(Dialect dialect) {
        return Math.abs(count(dialect).usual);
    }
}
