package org.jiaohui.exchange.run;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** A run's identity: a ULID (48 bits of milliseconds, 80 random bits, Crockford base 32), so that ids sort by time. */
public record RunId(String value) implements Comparable<RunId> {
    private static final Pattern FORM = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final SecureRandom RANDOM = new SecureRandom();

    public RunId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a run id has 26 characters of Crockford base 32, got \"" + value + "\"");
        }
    }

    public static RunId create() {
        char[] text = new char[26];
        long time = System.currentTimeMillis();
        for (int i = 9; i >= 0; i--) {
            text[i] = DIGITS.charAt((int) (time & 31));
            time >>>= 5;
        }
        for (int i = 10; i < 26; i++) {
            text[i] = DIGITS.charAt(RANDOM.nextInt(32));
        }
        return new RunId(new String(text));
    }

    /** When the run was written down, to the millisecond. */
    public Instant createdAt() {
        long millis = 0;
        for (int i = 0; i < 10; i++) {
            millis = millis << 5 | DIGITS.indexOf(value.charAt(i));
        }
        return Instant.ofEpochMilli(millis);
    }

    /** The id that a text begins with, if it begins with one. */
    public static Optional<RunId> findAtStartOf(String text) {
        return Optional.of(text)
                .filter(whole -> whole.length() >= 26)
                .map(whole -> whole.substring(0, 26))
                .filter(start -> FORM.matcher(start).matches())
                .map(RunId::new);
    }

    @Override
    public int compareTo(RunId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
