package org.jiaohui.exchange.reconcile;

import java.util.List;

/** A row by its key, and how the two sides differ there. */
public record RowDifference(Kind kind, List<String> key) {
    public RowDifference {
        key = List.copyOf(key);
    }

    /** Where the row is. */
    public enum Kind {
        /** Only in the source. */
        ONLY_IN_SOURCE("onlyInSource"),
        /** Only in the published version or in the target. */
        ONLY_IN_TARGET("onlyInTarget"),
        /** The key is on both sides, with different values. */
        DIFFERENT("different");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
