package org.jiaohui.exchange.drift;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.dataset.ColumnProfile;
import org.jiaohui.exchange.table.ColumnType;

/** Whether sampled values could be those of a column whose profile is known. */
final class ValueLikeness {
    private static final double MOST = 0.8;

    private ValueLikeness() {}

    /** Numbers and times lie between the least and the greatest value; texts are among the frequent ones or are built like them. */
    static boolean alike(ColumnType type, ColumnProfile profile, List<String> examples) {
        if (examples.isEmpty() || profile.least().isEmpty() || profile.most().isEmpty()) {
            return false;
        }
        String least = profile.least().get();
        String most = profile.most().get();
        Set<String> known = new HashSet<>();
        profile.top().forEach(top -> known.add(top.value()));
        Set<String> shapes = new HashSet<>();
        known.forEach(value -> shapes.add(shape(value)));
        shapes.add(shape(least));
        shapes.add(shape(most));
        long alike = examples.stream()
                .filter(value -> known.contains(value)
                        || (SchemaComparison.isNumber(type)
                                ? between(value, least, most)
                                : type.kind().isTextual()
                                        ? shapes.contains(shape(value))
                                        : value.compareTo(least) >= 0 && value.compareTo(most) <= 0))
                .count();
        return alike >= MOST * examples.size();
    }

    private static boolean between(String value, String least, String most) {
        Optional<BigDecimal> number = number(value);
        Optional<BigDecimal> lower = number(least);
        Optional<BigDecimal> upper = number(most);
        return number.isPresent()
                && lower.isPresent()
                && upper.isPresent()
                && number.get().compareTo(lower.get()) >= 0
                && number.get().compareTo(upper.get()) <= 0;
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text.strip()));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** {@code 粤A12345} becomes {@code 字A9}: the sorts of characters, each run once. */
    private static String shape(String value) {
        StringBuilder shape = new StringBuilder();
        value.codePoints().limit(64).forEach(point -> {
            char sort = Character.isDigit(point)
                    ? '9'
                    : Character.isIdeographic(point)
                            ? '字'
                            : Character.isUpperCase(point) ? 'A' : Character.isLetter(point) ? 'a' : (char) point;
            if (shape.isEmpty() || shape.charAt(shape.length() - 1) != sort) {
                shape.append(sort);
            }
        });
        return shape.toString();
    }
}
