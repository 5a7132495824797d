package org.jiaohui.exchange.run;

import java.security.SecureRandom;
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

    @Override
    public int compareTo(RunId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
