package org.jiaohui.bench;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * What a table holds, in numbers that two readers must agree on.
 *
 * @param nulls empty values by column
 * @param sums sum of each decimal column, as text
 * @param digest sum over all rows of the last eight bytes (little-endian, unsigned) of the MD5 of the row's texts: equal for equal rows in any order
 */
record Totals(long rows, Map<String, Long> nulls, Map<String, String> sums, BigInteger digest) {
    static final List<String> SUMMED = List.of("weight_t", "distance_km", "fee_yuan", "speed_kmh");
    /** Between the texts of a row; an empty value is an empty text. */
    static final char BETWEEN = '|';
}
