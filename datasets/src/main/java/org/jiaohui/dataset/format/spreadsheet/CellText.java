package org.jiaohui.dataset.format.spreadsheet;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.poi.ss.usermodel.DateUtil;

/** Numbers of cells as text: ISO dates and times where the style says so, else at most the 15 digits that a spreadsheet itself keeps. */
final class CellText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT);

    /** What a number format shows. */
    enum Kind {
        NUMBER,
        DATE,
        TIME,
        TIMESTAMP,
        /** Hours beyond 24, {@code [h]:mm}. */
        ELAPSED
    }

    private CellText() {}

    /** What the format with this index and pattern shows. */
    static Kind kind(int index, String pattern) {
        if (pattern.matches("(?i).*\\[(h+|m+|s+)].*")) {
            return Kind.ELAPSED;
        }
        if (!DateUtil.isADateFormat(index, pattern)) {
            return Kind.NUMBER;
        }
        String bare = pattern.replaceAll("\"[^\"]*\"|\\\\.|\\[[^]]*]", "").toLowerCase(Locale.ROOT);
        boolean chinese = pattern.matches(".*[年月日].*");
        boolean date = chinese || bare.indexOf('y') >= 0 || bare.indexOf('d') >= 0;
        boolean time = bare.indexOf('h') >= 0 || bare.indexOf('s') >= 0;
        if (date && time) {
            return Kind.TIMESTAMP;
        }
        return time ? Kind.TIME : Kind.DATE;
    }

    static String number(String stored) {
        if (stored.length() < 12 && stored.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-' || c == '.')) {
            return stored.endsWith(".0") ? stored.substring(0, stored.length() - 2) : stored;
        }
        BigDecimal value = new BigDecimal(stored);
        if (value.signum() == 0) {
            return "0";
        }
        if (value.precision() > 15) {
            value = value.round(new MathContext(15));
        }
        value = value.stripTrailingZeros();
        return Math.abs((long) value.scale()) > 40 ? value.toString() : value.toPlainString();
    }

    /** A stored serial number as its format shows it. */
    static String of(String stored, Kind kind, boolean from1904) {
        if (kind == Kind.NUMBER) {
            return number(stored);
        }
        double serial = Double.parseDouble(stored);
        if (kind == Kind.ELAPSED || (kind == Kind.TIME && serial >= 0 && serial < 1)) {
            Duration span = Duration.ofSeconds(Math.round(serial * 86_400));
            return String.format(
                    Locale.ROOT, "%02d:%02d:%02d", span.toHours(), span.toMinutesPart(), span.toSecondsPart());
        }
        LocalDateTime moment =
                DateUtil.isValidExcelDate(serial) ? DateUtil.getLocalDateTime(serial, from1904, true) : null;
        if (moment == null || moment.getYear() > 9999) {
            return number(stored);
        }
        return switch (kind) {
            case DATE -> moment.toLocalDate().toString();
            case TIME -> moment.format(TIME);
            case TIMESTAMP, NUMBER, ELAPSED -> moment.format(TIMESTAMP);
        };
    }
}
