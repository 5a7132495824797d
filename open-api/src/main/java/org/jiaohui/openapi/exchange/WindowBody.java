package org.jiaohui.openapi.exchange;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.BackFill;
import org.jiaohui.openapi.problem.Required;

/**
 * A window that is read once more: {@code from} (inclusive) and {@code to} (exclusive) are times ({@code 2026-11-01T08:00:00+08:00}, without an offset in Beijing
 * time), dates or whole numbers.
 */
record WindowBody(Optional<String> from, Optional<String> to) {
    /**
     * Nothing when neither bound is given.
     *
     * @throws ExchangeException BAD_REQUEST about the bound that is wrong
     */
    Optional<BackFill> toBackFill() {
        if (from.isEmpty() && to.isEmpty()) {
            return Optional.empty();
        }
        Optional<Comparable<?>> begin = from.map(text -> bound("from", text));
        Optional<Comparable<?>> end = to.map(text -> bound("to", text));
        if (begin.isPresent() && end.isPresent() && !isBefore(begin.get(), end.get())) {
            throw new ExchangeException(
                            ErrorCode.BAD_REQUEST,
                            "to 须晚于（大于）from，两者同为时间或同为数字 / to comes after from, both times or both numbers: "
                                    + from.get() + " … " + to.get())
                    .about("to");
        }
        return Optional.of(Required.form("from", () -> new BackFill(from, to)));
    }

    private static Comparable<?> bound(String field, String text) {
        try {
            if (text.matches("-?[0-9]{1,30}")) {
                return new BigInteger(text);
            }
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay();
            }
            return text.matches(".*(Z|[+-][0-9]{2}:[0-9]{2})")
                    ? OffsetDateTime.parse(text)
                            .withOffsetSameInstant(ZoneOffset.ofHours(8))
                            .toLocalDateTime()
                    : LocalDateTime.parse(text.replace(' ', 'T'));
        } catch (DateTimeException wrong) {
            throw new ExchangeException(
                            ErrorCode.BAD_REQUEST,
                            field + " 应为 2026-11-01T08:00:00+08:00、日期或整数 / " + field
                                    + " is written 2026-11-01T08:00:00+08:00, as a date or as a whole number; got \""
                                    + text
                                    + "\"",
                            wrong)
                    .about(field);
        }
    }

    private static boolean isBefore(Comparable<?> one, Comparable<?> other) {
        if (one instanceof BigInteger low && other instanceof BigInteger high) {
            return low.compareTo(high) < 0;
        }
        return (one instanceof LocalDateTime early && other instanceof LocalDateTime late) && early.isBefore(late);
    }
}
