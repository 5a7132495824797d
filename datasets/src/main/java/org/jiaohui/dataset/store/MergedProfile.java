package org.jiaohui.dataset.store;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.ColumnProfile;
import org.jiaohui.exchange.dataset.MergeCounts;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType.Kind;
import org.jiaohui.exchange.table.TableSchema;

/**
 * The profile of a large merged version, from that of the version before and that of the delivery, without reading the version: bounds are those of both, so they
 * may be wider than the rows after a deletion; how many nulls and different values there are is estimated; the most frequent values are not told.
 */
final class MergedProfile {
    private MergedProfile() {}

    static List<ColumnProfile> of(
            TableSchema schema,
            List<ColumnProfile> before,
            long rowsBefore,
            List<ColumnProfile> delivered,
            MergeCounts counts,
            long rows) {
        List<ColumnProfile> merged = new ArrayList<>();
        for (Column column : schema.columns()) {
            ColumnProfile older = find(before, column.name());
            ColumnProfile newer = find(delivered, column.name());
            long olderNulls =
                    before.stream().anyMatch(each -> each.column().equals(column.name())) ? older.nulls() : rowsBefore;
            double added = counts.accepted() == 0 ? 0 : counts.inserted() / (double) counts.accepted();
            long nulls = Math.clamp(olderNulls + Math.round(newer.nulls() * added), 0, rows);
            boolean key = schema.key().size() == 1 && schema.key().getFirst().equalsIgnoreCase(column.name());
            boolean nearlyAll = older.distinct() * 10 >= rowsBefore * 9;
            long distinct = key
                    ? rows
                    : nearlyAll
                            ? older.distinct() + Math.round(newer.distinct() * added)
                            : Math.max(older.distinct(), newer.distinct());
            merged.add(new ColumnProfile(
                    column.name(),
                    nulls,
                    Math.min(distinct, rows),
                    key,
                    bound(column, older.least(), newer.least(), false),
                    bound(column, older.most(), newer.most(), true),
                    List.of()));
        }
        return merged;
    }

    private static ColumnProfile find(List<ColumnProfile> profile, String column) {
        return profile.stream()
                .filter(each -> each.column().equals(column))
                .findFirst()
                .orElseGet(() -> new ColumnProfile(column, 0, 0, false, Optional.empty(), Optional.empty(), List.of()));
    }

    private static Optional<String> bound(
            Column column, Optional<String> one, Optional<String> other, boolean greatest) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        Kind kind = column.type().kind();
        boolean number = kind == Kind.INTEGER || kind == Kind.DECIMAL || kind == Kind.DOUBLE;
        int order;
        try {
            order = number
                    ? new BigDecimal(one.get()).compareTo(new BigDecimal(other.get()))
                    : one.get().compareTo(other.get());
        } catch (NumberFormatException notFinite) {
            order = Double.compare(Double.parseDouble(one.get()), Double.parseDouble(other.get()));
        }
        return (order > 0) == greatest ? one : other;
    }
}
