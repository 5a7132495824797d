package org.jiaohui.openapi.revision;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.revision.Precondition;
import org.jiaohui.exchange.revision.Revision;

/** {@code "r42"} stands for one saved state. */
public final class EntityTags {
    /** Tags that a list may hold; a weak one names no state for sure. */
    private static final Pattern TAG = Pattern.compile("(W/)?\"([^\"]*)\"");

    private static final Pattern OWN = Pattern.compile("r(\\d{1,18})");

    private EntityTags() {}

    public static String of(Revision revision) {
        return "\"r" + revision.number() + "\"";
    }

    /**
     * Under what condition a change is asked for; {@code If-Match} counts before {@code If-None-Match}.
     *
     * @throws ExchangeException BAD_REQUEST for a header that is none
     */
    public static Precondition precondition(Optional<String> ifMatch, Optional<String> ifNoneMatch) {
        if (ifMatch.isPresent()) {
            String header = ifMatch.get().strip();
            return header.equals("*") ? new Precondition.Present() : new Precondition.OneOf(revisions(header));
        }
        if (ifNoneMatch.isPresent()) {
            if (!ifNoneMatch.get().strip().equals("*")) {
                throw wrong("If-None-Match", ifNoneMatch.get(), "*");
            }
            return new Precondition.Absent();
        }
        return new Precondition.Anything();
    }

    private static Set<Revision> revisions(String header) {
        Set<Revision> seen = new HashSet<>();
        Matcher tag = TAG.matcher(header);
        int tags = 0;
        while (tag.find()) {
            tags++;
            Matcher own = OWN.matcher(tag.group(2));
            if (tag.group(1) == null && own.matches()) {
                seen.add(new Revision(Long.parseLong(own.group(1))));
            }
        }
        if (tags == 0) {
            throw wrong("If-Match", header, "ETag，如 / an ETag such as \"r42\"");
        }
        return seen;
    }

    private static ExchangeException wrong(String header, String value, String wanted) {
        return new ExchangeException(
                ErrorCode.BAD_REQUEST,
                "%1$s 不能是 %2$s，应为 / cannot be that, it is: %3$s".formatted(header, value, wanted));
    }
}
