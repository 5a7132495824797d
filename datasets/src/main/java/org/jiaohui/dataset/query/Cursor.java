package org.jiaohui.dataset.query;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiaohui.dataset.Digests;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/**
 * Where the next page begins. Versions never change and the order of rows is total, so that a number of rows to skip says it exactly.
 *
 * @param question digest of the dataset and the query that the cursor belongs to
 */
record Cursor(VersionNumber version, long offset, String question) {
    private static final Pattern FORM = Pattern.compile("1\\.(v[1-9][0-9]{0,8})\\.([0-9]{1,18})\\.([0-9a-f]{32})");

    static Cursor parse(String text) {
        if (text.length() <= 200) {
            try {
                String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
                Matcher matcher = FORM.matcher(plain);
                if (matcher.matches()) {
                    return new Cursor(
                            VersionNumber.parse(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3));
                }
            } catch (IllegalArgumentException e) {
                throw unreadable();
            }
        }
        throw unreadable();
    }

    private static ExchangeException unreadable() {
        return new ExchangeException(
                ErrorCode.BAD_QUERY,
                "cursor 无法读取，请原样使用上一页的 next / the cursor cannot be read; pass the next of the page before as it is");
    }

    String text() {
        String plain = "1." + version + "." + offset + "." + question;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    static String question(DatasetId dataset, String queryText) {
        byte[] digest = Digests.sha256().digest((dataset + "\n" + queryText).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 16);
    }
}
