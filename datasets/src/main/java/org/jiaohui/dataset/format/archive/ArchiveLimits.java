package org.jiaohui.dataset.format.archive;

/**
 * How far an archive may go.
 *
 * @param members most members
 * @param totalBytes most bytes after inflation, all members together
 * @param ratio most bytes out per byte in, once a member has given {@code ratioFrom} bytes
 * @param ratioFrom bytes of a member before its ratio counts
 */
public record ArchiveLimits(int members, long totalBytes, int ratio, long ratioFrom) {
    public static final ArchiveLimits DEFAULT = new ArchiveLimits(10_000, 20L << 30, 200, 10L << 20);

    public ArchiveLimits {
        if (members < 1 || totalBytes < 1 || ratio < 1 || ratioFrom < 0) {
            throw new IllegalArgumentException("limits of archives are positive: " + members + " members, " + totalBytes
                    + " bytes, ratio " + ratio + " from " + ratioFrom);
        }
    }
}
