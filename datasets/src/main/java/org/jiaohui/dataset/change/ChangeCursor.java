package org.jiaohui.dataset.change;

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

/** Where the next page of changes begins: both versions and a number of changes to skip. */
record ChangeCursor(VersionNumber since, VersionNumber to, long offset, String dataset) {
    private static final Pattern FORM =
            Pattern.compile("c1\\.(v[1-9][0-9]{0,8})\\.(v[1-9][0-9]{0,8})\\.([0-9]{1,18})\\.([0-9a-f]{32})");

    static ChangeCursor of(DatasetId dataset, VersionNumber since, VersionNumber to, long offset) {
        return new ChangeCursor(since, to, offset, digest(dataset));
    }

    static ChangeCursor parse(String text) {
        if (text.length() <= 200) {
            try {
                Matcher matcher =
                        FORM.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
                if (matcher.matches()) {
                    return new ChangeCursor(
                            VersionNumber.parse(matcher.group(1)),
                            VersionNumber.parse(matcher.group(2)),
                            Long.parseLong(matcher.group(3)),
                            matcher.group(4));
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

    boolean belongsTo(DatasetId id) {
        return dataset.equals(digest(id));
    }

    String text() {
        String plain = "c1." + since + "." + to + "." + offset + "." + dataset;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    private static String digest(DatasetId dataset) {
        return HexFormat.of()
                .formatHex(Digests.sha256().digest(dataset.value().getBytes(StandardCharsets.UTF_8)), 0, 16);
    }
}
