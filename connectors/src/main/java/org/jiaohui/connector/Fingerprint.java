package org.jiaohui.connector;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a listing of files looks like, as one short text: it changes when a name, a size or a time does. */
public final class Fingerprint {
    private final StringBuilder lines = new StringBuilder();

    public void add(String name, long bytes, long modified) {
        lines.append(name)
                .append('\t')
                .append(bytes)
                .append('\t')
                .append(modified)
                .append('\n');
    }

    public String value() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(lines.toString().getBytes(StandardCharsets.UTF_8));
            return "listing:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
