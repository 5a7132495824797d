package org.jiaohui.exchange.receipt;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Doubles as ECMAScript's Number::toString writes them: the fewest digits that read back as the same number. */
final class EcmaNumber {
    private EcmaNumber() {}

    static String of(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new IllegalArgumentException("JSON has no " + number);
        }
        if (number == 0) {
            return "0";
        }
        String sign = number < 0 ? "-" : "";
        BigDecimal shortest = shortest(Math.abs(number));
        String digits = shortest.unscaledValue().toString();
        // The number is 0.digits times ten to this power.
        int point = digits.length() - shortest.scale();
        return sign + placed(digits, point);
    }

    private static String placed(String digits, int point) {
        int count = digits.length();
        if (count <= point && point <= 21) {
            return digits + "0".repeat(point - count);
        }
        if (0 < point && point <= 21) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (-6 < point && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        String exponent = (point > 0 ? "e+" : "e-") + Math.abs(point - 1);
        return digits.charAt(0) + (count == 1 ? "" : "." + digits.substring(1)) + exponent;
    }

    /** Java's own text is the shortest too, except that it never has fewer than two digits: 4.9E-324 for ECMAScript's 5e-324. */
    private static BigDecimal shortest(double number) {
        BigDecimal shown = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        if (shown.precision() == 2) {
            BigDecimal one = shown.round(new MathContext(1, RoundingMode.HALF_EVEN));
            if (one.doubleValue() == number) {
                return one.stripTrailingZeros();
            }
        }
        return shown;
    }
}
