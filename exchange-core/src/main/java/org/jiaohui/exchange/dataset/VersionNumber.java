package org.jiaohui.exchange.dataset;

/**
 * A version's number within its dataset, from 1; written {@code v1}, {@code v2} …
 */
public record VersionNumber(int value) implements Comparable<VersionNumber> {
    public VersionNumber {
        if (value < 1) {
            throw new IllegalArgumentException("versions count from 1, got " + value);
        }
    }

    /**
     * Reads {@code v3} or {@code 3}.
     *
     * @throws IllegalArgumentException when the text is neither
     */
    public static VersionNumber parse(String text) {
        String digits = text.startsWith("v") ? text.substring(1) : text;
        if (!digits.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("版本应写作 v1、v2 … / a version is written v1, v2 …, got \"" + text + "\"");
        }
        return new VersionNumber(Integer.parseInt(digits));
    }

    @Override
    public int compareTo(VersionNumber other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "v" + value;
    }
}
