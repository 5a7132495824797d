package org.jiaohui.exchange.mend;

import java.util.BitSet;
import java.util.stream.LongStream;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** Numbers of rows of one table, from 1: one bit for each row up to the greatest. */
public final class RowNumbers {
    private final BitSet bits = new BitSet();

    /**
     * Adds a number and returns whether it was new.
     *
     * @throws ExchangeException LIMIT_EXCEEDED beyond 2,147,483,646
     */
    public boolean add(long number) {
        if (number < 1 || number >= Integer.MAX_VALUE) {
            throw new ExchangeException(ErrorCode.LIMIT_EXCEEDED, "行号不可用 / a row's number is out of range: " + number);
        }
        boolean known = bits.get((int) number);
        bits.set((int) number);
        return !known;
    }

    public void addAll(RowNumbers others) {
        bits.or(others.bits);
    }

    public boolean contains(long number) {
        return number > 0 && number < Integer.MAX_VALUE && bits.get((int) number);
    }

    public boolean isEmpty() {
        return bits.isEmpty();
    }

    public long size() {
        return bits.cardinality();
    }

    /** The numbers that are not among the others. */
    public RowNumbers without(RowNumbers others) {
        RowNumbers left = new RowNumbers();
        left.bits.or(bits);
        left.bits.andNot(others.bits);
        return left;
    }

    /** The numbers that are among the others too. */
    public RowNumbers among(RowNumbers others) {
        RowNumbers shared = new RowNumbers();
        shared.bits.or(bits);
        shared.bits.and(others.bits);
        return shared;
    }

    public LongStream stream() {
        return bits.stream().asLongStream();
    }

    /** {@code 1-5,9}; the inverse of {@link #parse}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int from = bits.nextSetBit(0); from >= 0; ) {
            int to = bits.nextClearBit(from) - 1;
            text.append(text.isEmpty() ? "" : ",").append(from);
            if (to > from) {
                text.append('-').append(to);
            }
            from = bits.nextSetBit(to + 1);
        }
        return text.toString();
    }

    /** Reads {@link #toString}'s form. */
    public static RowNumbers parse(String text) {
        RowNumbers numbers = new RowNumbers();
        for (String range : text.split(",", -1)) {
            if (!range.isEmpty()) {
                String[] ends = range.split("-", 2);
                int from = Integer.parseInt(ends[0]);
                numbers.bits.set(from, (ends.length == 1 ? from : Integer.parseInt(ends[1])) + 1);
            }
        }
        return numbers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowNumbers numbers && numbers.bits.equals(bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }
}
