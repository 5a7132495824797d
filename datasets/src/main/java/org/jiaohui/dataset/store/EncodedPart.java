package org.jiaohui.dataset.store;

import java.util.List;
import org.jiaohui.dataset.parquet.EncodedRowGroup;
import org.jspecify.annotations.Nullable;

/**
 * The end of a part, ready to be written when its turn comes.
 *
 * @param group absent when the rest of the part has no accepted row
 * @param refusals not yet handed over, with the rows as the part counts them
 * @param rows of the whole part, refused ones included
 */
record EncodedPart(int ordinal, @Nullable EncodedRowGroup group, List<Refusal> refusals, long rows) {
    EncodedPart {
        refusals = List.copyOf(refusals);
    }
}
