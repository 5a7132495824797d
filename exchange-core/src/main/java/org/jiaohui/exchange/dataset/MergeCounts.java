package org.jiaohui.exchange.dataset;

/**
 * What a merge did: {@code accepted = inserted + updated + deleted + unchanged + superseded}.
 *
 * @param accepted rows of the delivery that no rule refused
 * @param unchanged rows that were there already with the same values, and deletions of rows that were not there
 * @param superseded rows for whose key the same delivery holds a later one
 */
public record MergeCounts(long accepted, long inserted, long updated, long deleted, long unchanged, long superseded) {
    public MergeCounts {
        if (accepted != inserted + updated + deleted + unchanged + superseded) {
            throw new IllegalArgumentException("rows are unaccounted for: " + accepted + " accepted, " + inserted
                    + " inserted, " + updated + " updated, " + deleted + " deleted, " + unchanged + " unchanged, "
                    + superseded + " superseded");
        }
    }

    /** Whether the dataset stays as it was. */
    public boolean nothing() {
        return inserted == 0 && updated == 0 && deleted == 0;
    }
}
