package org.jiaohui.dataset.parquet;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jiaohui.exchange.dataset.ColumnProfile;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * What one worker has seen of one column: nulls, bounds, different values, the most frequent ones. Values are counted exactly as long as the encoder's
 * dictionaries hold them and they stay few; otherwise only their number is estimated.
 */
public final class ColumnSketch {
    private static final int MOST_COUNTED = 20_000;
    private static final int SHOWN_CHARACTERS = 120;
    private static final int MOST_SHOWN = 5;

    private final Column column;
    private final HyperLogLog distinct = new HyperLogLog();
    private boolean counting = true;
    private final LongCounts countedLongs = new LongCounts();
    private final Map<String, Long> countedTexts = new HashMap<>();
    private long nulls;
    private boolean anyLong;
    private long leastLong;
    private long mostLong;
    private byte @Nullable [] leastText;
    private byte @Nullable [] mostText;

    public ColumnSketch(Column column) {
        this.column = column;
    }

    void addNulls(int count) {
        nulls += count;
    }

    void addHash(long hash) {
        distinct.add(hash);
    }

    void addRange(long least, long most) {
        if (!anyLong) {
            anyLong = true;
            leastLong = least;
            mostLong = most;
        } else {
            leastLong = lesser(least, leastLong) ? least : leastLong;
            mostLong = lesser(mostLong, most) ? most : mostLong;
        }
    }

    void addRange(byte[] least, byte[] most) {
        leastText = leastText == null || Arrays.compareUnsigned(least, leastText) < 0 ? least : leastText;
        mostText = mostText == null || Arrays.compareUnsigned(most, mostText) > 0 ? most : mostText;
    }

    /** The column has values that no dictionary counted. */
    void giveUpCounting() {
        counting = false;
        countedLongs.clear();
        countedTexts.clear();
    }

    /** Adds all values of a dictionary with their counts. */
    void addCounts(LongDictionary dictionary) {
        if (counting && dictionary.size > MOST_COUNTED) {
            giveUpCounting();
        }
        for (int id = 0; counting && id < dictionary.size; id++) {
            addCount(dictionary.values[id], dictionary.counts[id]);
        }
    }

    void addCount(long value, long count) {
        if (counting) {
            countedLongs.add(value, count);
            if (countedLongs.size() > MOST_COUNTED) {
                giveUpCounting();
            }
        }
    }

    /** Adds all values of a dictionary with their counts. */
    void addCounts(TextDictionary dictionary) {
        if (counting && dictionary.size > MOST_COUNTED) {
            giveUpCounting();
        }
        for (int id = 0; counting && id < dictionary.size; id++) {
            if (dictionary.lengths[id] > 4 * SHOWN_CHARACTERS) {
                giveUpCounting();
            } else {
                addCount(new String(dictionary.value(id), StandardCharsets.UTF_8), dictionary.counts[id]);
            }
        }
    }

    private void addCount(String value, long count) {
        if (counting) {
            countedTexts.merge(value, count, Long::sum);
            if (countedTexts.size() > MOST_COUNTED) {
                giveUpCounting();
            }
        }
    }

    /** Adds what another worker saw of the same column. */
    public void merge(ColumnSketch other) {
        nulls += other.nulls;
        distinct.merge(other.distinct);
        if (other.anyLong) {
            addRange(other.leastLong, other.mostLong);
        }
        if (other.leastText != null && other.mostText != null) {
            addRange(other.leastText, other.mostText);
        }
        if (other.counting) {
            other.countedLongs.forEach(this::addCount);
            other.countedTexts.forEach(this::addCount);
        } else {
            giveUpCounting();
        }
    }

    public ColumnProfile profile() {
        Optional<String> least = anyLong
                ? Optional.of(text(leastLong))
                : Optional.ofNullable(leastText).map(bytes -> shown(new String(bytes, StandardCharsets.UTF_8)));
        Optional<String> most = anyLong
                ? Optional.of(text(mostLong))
                : Optional.ofNullable(mostText).map(bytes -> shown(new String(bytes, StandardCharsets.UTF_8)));
        return new ColumnProfile(
                column.name(),
                nulls,
                counting ? countedLongs.size() + countedTexts.size() : distinct.estimate(),
                counting,
                least,
                most,
                top());
    }

    /** The most frequent values, the lesser ones first among equally frequent ones; none when they were not counted. */
    private List<ColumnProfile.ValueCount> top() {
        List<ColumnProfile.ValueCount> top = new ArrayList<>();
        long[] longs = new long[MOST_SHOWN];
        long[] counts = new long[MOST_SHOWN];
        int found = countedLongs.top(longs, counts, this::lesser);
        for (int i = 0; i < found; i++) {
            top.add(new ColumnProfile.ValueCount(text(longs[i]), counts[i]));
        }
        mostFrequentTexts()
                .forEach(text -> top.add(new ColumnProfile.ValueCount(shown(text.getKey()), text.getValue())));
        return top;
    }

    private List<Map.Entry<String, Long>> mostFrequentTexts() {
        Comparator<Map.Entry<String, Long>> order =
                Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());
        PriorityQueue<Map.Entry<String, Long>> top = new PriorityQueue<>(MOST_SHOWN + 1, order.reversed());
        for (Map.Entry<String, Long> text : countedTexts.entrySet()) {
            if (top.size() < MOST_SHOWN || order.compare(text, Objects.requireNonNull(top.peek())) < 0) {
                top.add(text);
                if (top.size() > MOST_SHOWN) {
                    top.remove();
                }
            }
        }
        return top.stream().sorted(order).toList();
    }

    private boolean lesser(long one, long other) {
        return column.type().kind() == ColumnType.Kind.DOUBLE
                ? Double.compare(Double.longBitsToDouble(one), Double.longBitsToDouble(other)) < 0
                : one < other;
    }

    private String text(long value) {
        return switch (column.type().kind()) {
            case INTEGER, TEXT, JSON, GEOMETRY -> Long.toString(value);
            case DECIMAL -> BigDecimal.valueOf(value, column.type().scale()).toPlainString();
            case DOUBLE -> Double.toString(Double.longBitsToDouble(value));
            case BOOLEAN -> value == 0 ? "false" : "true";
            case DATE -> LocalDate.ofEpochDay(value).toString();
            case TIMESTAMP ->
                LocalDateTime.ofEpochSecond(
                                Math.floorDiv(value, 1_000_000L),
                                (int) Math.floorMod(value, 1_000_000L) * 1000,
                                ZoneOffset.UTC)
                        .toString();
            case TIME ->
                LocalTime.ofNanoOfDay(Math.floorMod(value, 86_400_000_000L) * 1000)
                        .toString();
        };
    }

    private static String shown(String value) {
        return value.codePointCount(0, value.length()) <= SHOWN_CHARACTERS
                ? value
                : value.substring(0, value.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "…";
    }
}
