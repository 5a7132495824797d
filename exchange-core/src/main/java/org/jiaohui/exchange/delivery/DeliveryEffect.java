package org.jiaohui.exchange.delivery;

/**
 * What one batch did in the target, as the target itself keeps it.
 *
 * @param rows rows that were sent, deletions included
 * @param bytes size of what was sent in the form that {@code digest} covers
 * @param digest SHA-256 of the rows as canonical CSV (see {@link CsvEncoder}), lower-case hex
 */
public record DeliveryEffect(long rows, long bytes, String digest) {}
