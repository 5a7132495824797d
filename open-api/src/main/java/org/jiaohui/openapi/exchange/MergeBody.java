package org.jiaohui.openapi.exchange;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.openapi.problem.Required;
import org.jspecify.annotations.Nullable;

/** How deliveries become versions, as docs/api.md shows it. */
record MergeBody(String mode, @Nullable DeletesBody deletes, Optional<String> order) {
    record DeletesBody(String column, @Nullable List<String> values) {
        DeletesBody {
            Required.field(column, "merge.deletes.column");
        }
    }

    MergeBody {
        Required.field(mode, "merge.mode");
    }

    /** Refuses what no run could carry out. */
    Merge toMerge(Map<String, TableSchema> schemas) {
        Merge.Mode known = Arrays.stream(Merge.Mode.values())
                .filter(each -> each.name().equalsIgnoreCase(mode))
                .findFirst()
                .orElseThrow(() ->
                        wrong("merge.mode 只能是 replace、append、upsert / merge.mode is replace, append or upsert, not \""
                                + mode + "\""));
        Merge merge;
        try {
            merge = new Merge(known, Optional.ofNullable(deletes).map(MergeBody::marker), order);
        } catch (IllegalArgumentException unfit) {
            throw wrong("merge 设置有误 / merge is wrong: " + unfit.getMessage());
        }
        Collection<TableSchema> declared = schemas.values();
        // Without a declared schema the source may know its key; a run of one that does not says so.
        declared.forEach(merge::published);
        return merge;
    }

    private static Merge.DeleteMarker marker(DeletesBody body) {
        return new Merge.DeleteMarker(body.column(), body.values() == null ? Set.of("D") : Set.copyOf(body.values()));
    }

    static MergeBody of(Merge merge) {
        return new MergeBody(
                merge.mode().name().toLowerCase(Locale.ROOT),
                merge.deletes()
                        .map(marker -> new DeletesBody(marker.column(), List.copyOf(new TreeSet<>(marker.values()))))
                        .orElse(null),
                merge.order());
    }

    private static ExchangeException wrong(String message) {
        return new ExchangeException(ErrorCode.BAD_REQUEST, message);
    }
}
