package org.jiaohui.dataset.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.dataset.rule.PatternRule.BytePattern;

/** Reads the subset of regular expressions that {@link BytePattern} can match; everything else is left to java.util.regex. */
final class BytePatternReader {
    private static final int MOST_POSITIONS = 256;

    private final int[] pattern;
    private final List<CharacterClass> classes = new ArrayList<>();
    private int at;
    private int least;
    private int most;

    BytePatternReader(String pattern) {
        this.pattern = pattern.codePoints().toArray();
    }

    Optional<BytePattern> read() {
        int end = pattern.length;
        if (at < end && pattern[at] == '^') {
            at++;
        }
        if (end > at && pattern[end - 1] == '$' && (end < 2 || pattern[end - 2] != '\\')) {
            end--;
        }
        while (at < end) {
            if (least != most || !readAtom(end)) {
                return Optional.empty();
            }
        }
        return classes.isEmpty() ? Optional.empty() : Optional.of(BytePattern.of(classes, least, most));
    }

    private boolean readAtom(int end) {
        CharacterClass accepted = new CharacterClass();
        boolean known = pattern[at] == '[' ? readClass(accepted, end) : readCharacter(accepted, end);
        if (!known) {
            return false;
        }
        int[] counts = readCounts(end);
        if (counts.length == 0 || counts[0] + least > MOST_POSITIONS) {
            return false;
        }
        for (int i = 0; i < Math.max(1, counts[0]); i++) {
            classes.add(accepted);
        }
        if (counts[0] == 0 && counts[1] == 0) {
            return false;
        }
        least += counts[0];
        most = counts[1] == Integer.MAX_VALUE ? Integer.MAX_VALUE : most + counts[1];
        return true;
    }

    private boolean readCharacter(CharacterClass accepted, int end) {
        int value = pattern[at++];
        if (value == '\\') {
            return at < end && readEscape(accepted, pattern[at++]);
        }
        if ("[](){}.*+?^$|".indexOf(value) >= 0) {
            return false;
        }
        accepted.add(value, value);
        return true;
    }

    private static boolean readEscape(CharacterClass accepted, int value) {
        if (value == 'd') {
            accepted.add('0', '9');
            return true;
        }
        if (value == 'w') {
            accepted.add('0', '9');
            accepted.add('A', 'Z');
            accepted.add('a', 'z');
            accepted.add('_', '_');
            return true;
        }
        if (value > 127 || Character.isLetterOrDigit(value)) {
            return false;
        }
        accepted.add(value, value);
        return true;
    }

    private boolean readClass(CharacterClass accepted, int end) {
        at++;
        if (at < end && pattern[at] == ']') {
            return false;
        }
        while (at < end && pattern[at] != ']') {
            int low = pattern[at++];
            if (low == '\\') {
                if (at >= end || !readEscape(accepted, pattern[at++])) {
                    return false;
                }
                continue;
            }
            if ("[^&-".indexOf(low) >= 0) {
                return false;
            }
            int high = low;
            if (at + 1 < end && pattern[at] == '-' && pattern[at + 1] != ']') {
                high = pattern[at + 1];
                at += 2;
            }
            if (high < low || high == '\\' || high == '[') {
                return false;
            }
            accepted.add(low, high);
        }
        return at++ < end;
    }

    /** Least and most repetitions of what was just read; empty when the quantifier is not understood. */
    private int[] readCounts(int end) {
        if (at >= end) {
            return new int[] {1, 1};
        }
        int[] counts = switch (pattern[at]) {
            case '+' -> new int[] {1, Integer.MAX_VALUE};
            case '*' -> new int[] {0, Integer.MAX_VALUE};
            case '?' -> new int[] {0, 1};
            case '{' -> braces(end);
            default -> new int[] {1, 1};
        };
        if (at < end && "+*?".indexOf(pattern[at]) >= 0) {
            at++;
        }
        boolean modified = at < end && "+*?{".indexOf(pattern[at]) >= 0;
        return modified ? new int[0] : counts;
    }

    private int[] braces(int end) {
        int from = at + 1;
        while (at < end && pattern[at] != '}') {
            at++;
        }
        String text = new String(pattern, from, Math.max(0, at - from));
        at++;
        if (!text.matches("\\d{1,3}(,(\\d{1,3})?)?")) {
            return new int[0];
        }
        int comma = text.indexOf(',');
        if (comma < 0) {
            int count = Integer.parseInt(text);
            return new int[] {count, count};
        }
        String upper = text.substring(comma + 1);
        int highest = upper.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(upper);
        return new int[] {Integer.parseInt(text.substring(0, comma)), highest};
    }
}
