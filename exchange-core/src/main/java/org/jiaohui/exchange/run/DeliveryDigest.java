package org.jiaohui.exchange.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jiaohui.exchange.dataset.StagedTable;
import org.jiaohui.exchange.drift.DriftPolicy;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.SpooledFile;

/**
 * What makes two deliveries the same: the bytes of their files, and how the task has them read. What people say about the dataset is no part of it. The second
 * half, after a point, is of the task alone.
 */
final class DeliveryDigest {
    private DeliveryDigest() {}

    /** SHA-256 in lower-case hex, a point and the first half of another. */
    static String of(List<SpooledFile> files, ExchangeTask task, FormatOptions format) {
        StringBuilder parts = new StringBuilder();
        files.forEach(file ->
                parts.append(file.name()).append('\n').append(file.sha256()).append('\n'));
        return of(parts.toString(), task, format);
    }

    /** The same for a table that a database streamed: what was made of its rows, in their order. */
    static String of(StagedTable table, ExchangeTask task, FormatOptions format) {
        return of(table.sha256() + "\n" + table.refused() + "\n", task, format);
    }

    private static String of(String content, ExchangeTask task, FormatOptions format) {
        String declared = declared(task, format);
        return sha256(content + declared) + "." + half(declared);
    }

    /** Whether the task has its source read in another way than when the digest was made; digests of older programs do not tell. */
    static boolean declaresAnew(String digest, ExchangeTask task, FormatOptions format) {
        int point = digest.indexOf('.');
        return point >= 0 && !digest.substring(point + 1).equals(half(declared(task, format)));
    }

    private static String half(String text) {
        return sha256(text).substring(0, 32);
    }

    private static String declared(ExchangeTask task, FormatOptions format) {
        String drift = task.drift() == DriftPolicy.FOLLOW ? "" : "\n" + task.drift();
        String merge = task.merge().replaces() ? "" : "\n" + task.merge().stable();
        return new TreeMap<>(task.schemas()) + "\n" + task.dataset() + "\n" + format + drift + merge;
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
