package org.jiaohui.dataset.rule;

import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.Constraint.CheckDigit.Scheme;

/**
 * {@code check-digit}: an identifier is built as its standard says and carries the right check digit. Sources: GB 32100-2015 (unified social credit code: 18
 * characters without I O S V Z, weights 3^(i-1) mod 31), GB 11643-1999 (citizen identification number: ISO 7064 MOD 11-2 over 17 digits), GB 16735-2019
 * (vehicle identification number: 17 characters without I O Q, check digit in position 9).
 */
record CheckDigitRule(int column, Scheme scheme) implements Rule {
    private static final String CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int[] CREDIT_WEIGHTS = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    private static final int[] CITIZEN_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CITIZEN_DIGITS = "10X98765432";
    private static final int[] VEHICLE_WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
    private static final String VEHICLE_LETTERS = "ABCDEFGH.JKLMN.P.R.STUVWXYZ";
    private static final String VEHICLE_VALUES = "12345678.12345.7.9.23456789";

    @Override
    public void check(Batch batch, RowMarks marks) {
        ColumnVector values = batch.column(column);
        for (int row = 0; row < batch.rows; row++) {
            if (!values.nulls[row] && !isValid(scheme, values.bytes, values.starts[row], values.lengths[row])) {
                marks.refuse(row, column, "check-digit", reason());
            }
        }
    }

    private String reason() {
        return switch (scheme) {
            case UNIFIED_SOCIAL_CREDIT_CODE -> "不是有效的统一社会信用代码（GB 32100） / not a valid unified social credit code";
            case CITIZEN_ID -> "不是有效的公民身份号码（GB 11643） / not a valid citizen identification number";
            case VIN -> "不是有效的车辆识别代号（GB 16735） / not a valid vehicle identification number";
        };
    }

    static boolean isValid(Scheme scheme, byte[] text, int start, int length) {
        return switch (scheme) {
            case UNIFIED_SOCIAL_CREDIT_CODE -> length == 18 && isCreditCode(text, start);
            case CITIZEN_ID -> length == 18 && isCitizenNumber(text, start);
            case VIN -> length == 17 && isVehicleNumber(text, start);
        };
    }

    private static boolean isCreditCode(byte[] text, int start) {
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            int value = CREDIT_ALPHABET.indexOf(text[start + i]);
            if (value < 0 || (i >= 2 && i < 8 && value > 9)) {
                return false;
            }
            sum += value * CREDIT_WEIGHTS[i];
        }
        return text[start + 17] == CREDIT_ALPHABET.charAt((31 - sum % 31) % 31);
    }

    private static boolean isCitizenNumber(byte[] text, int start) {
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            int digit = text[start + i] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            sum += digit * CITIZEN_WEIGHTS[i];
        }
        return text[start + 17] == CITIZEN_DIGITS.charAt(sum % 11) && isBirthday(text, start + 6);
    }

    private static boolean isBirthday(byte[] text, int start) {
        int year = number(text, start, 4);
        int month = number(text, start + 4, 2);
        int day = number(text, start + 6, 2);
        return year >= 1800
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= java.time.YearMonth.of(year, month).lengthOfMonth();
    }

    private static int number(byte[] text, int start, int digits) {
        int value = 0;
        for (int i = start; i < start + digits; i++) {
            value = value * 10 + text[i] - '0';
        }
        return value;
    }

    private static boolean isVehicleNumber(byte[] text, int start) {
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            int value = vehicleValue(text[start + i]);
            if (value < 0) {
                return false;
            }
            sum += value * VEHICLE_WEIGHTS[i];
        }
        int rest = sum % 11;
        return text[start + 8] == (rest == 10 ? 'X' : '0' + rest);
    }

    private static int vehicleValue(byte character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        int at = character == '.' ? -1 : VEHICLE_LETTERS.indexOf(character);
        return at < 0 ? -1 : VEHICLE_VALUES.charAt(at) - '0';
    }
}
