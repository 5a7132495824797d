package org.jiaohui.exchange.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.SpooledFile;

/** What makes two deliveries the same: the bytes of their files and what is declared about them. */
final class DeliveryDigest {
    private DeliveryDigest() {}

    /** SHA-256 in lower-case hex. */
    static String of(List<SpooledFile> files, ExchangeTask task, FormatOptions format) {
        StringBuilder parts = new StringBuilder();
        files.forEach(file ->
                parts.append(file.name()).append('\n').append(file.sha256()).append('\n'));
        parts.append(new TreeMap<>(task.schemas()))
                .append('\n')
                .append(task.about())
                .append('\n')
                .append(format);
        return sha256(parts.toString());
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
