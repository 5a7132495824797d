package org.jiaohui.exchange.table;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A data type as directories write it: a letter, and in brackets the length or the digits — {@code C(50)}, {@code N(12,2)}, {@code D}.
 * Letters: 政务信息资源目录编制指南（试行）, 数据类型: C text, N number, Y currency, I integer, F and B floating point, D date, T date and time,
 * L logical, M long text, G general.
 *
 * @param length most Unicode characters of a text
 */
public record NationalItemType(ColumnType type, Optional<Integer> length) {
    private static final Pattern FORM =
            Pattern.compile("([CNYIFBDTLMG])(?:\\s*\\(\\s*(\\d{1,4})\\s*(?:,\\s*(\\d{1,2})\\s*)?\\))?");
    private static final int MOST_DIGITS = 18;
    private static final int CURRENCY_SCALE = 2;
    private static final int OPEN_SCALE = 6;

    /** Reads the form above; empty for anything else, the names of {@link ColumnType} included. */
    public static Optional<NationalItemType> find(String text) {
        Matcher form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!form.matches()) {
            return Optional.empty();
        }
        Optional<Integer> first = Optional.ofNullable(form.group(2)).map(Integer::valueOf);
        Optional<Integer> second = Optional.ofNullable(form.group(3)).map(Integer::valueOf);
        return Optional.of(
                switch (form.group(1)) {
                    case "C", "M", "G" -> new NationalItemType(ColumnType.TEXT, first);
                    case "N" -> of(number(first, second));
                    case "Y" -> of(ColumnType.decimal(first.orElse(MOST_DIGITS), second.orElse(CURRENCY_SCALE)));
                    case "I" -> of(ColumnType.INTEGER);
                    case "D" -> of(ColumnType.DATE);
                    case "T" -> of(ColumnType.TIMESTAMP);
                    case "L" -> of(ColumnType.BOOLEAN);
                    default -> of(ColumnType.DOUBLE);
                });
    }

    /** Digits without a scale are a whole number; none at all leave room for six decimal places. */
    private static ColumnType number(Optional<Integer> digits, Optional<Integer> scale) {
        if (digits.isEmpty()) {
            return ColumnType.decimal(MOST_DIGITS, OPEN_SCALE);
        }
        return scale.filter(places -> places > 0)
                .map(places -> ColumnType.decimal(digits.get(), places))
                .orElse(ColumnType.INTEGER);
    }

    private static NationalItemType of(ColumnType type) {
        return new NationalItemType(type, Optional.empty());
    }
}
