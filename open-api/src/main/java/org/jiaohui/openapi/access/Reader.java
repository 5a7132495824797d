package org.jiaohui.openapi.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Who asks: answers differ where values out of refused rows or inner systems would be shown. The key is looked at once, and only when somebody wants to know. */
public final class Reader {
    private static final String ATTRIBUTE = Reader.class.getName();

    private final BooleanSupplier verified;
    private @Nullable Boolean known;

    Reader(BooleanSupplier verified) {
        this.verified = verified;
    }

    void remember(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Whether the request carries a valid administrator key. */
    boolean hasKey() {
        Boolean answer = known;
        if (answer == null) {
            answer = verified.getAsBoolean();
            known = answer;
        }
        return answer;
    }

    /** Whether the one who asks may see everything: values out of refused rows, which may tell of persons, and which inner systems there are. */
    public static boolean seesAll(HttpServletRequest request) {
        return carriesKey(request);
    }

    /** Whether the one who asks may see values out of refused rows, which may tell of persons. */
    public static boolean seesRefusedValues(HttpServletRequest request) {
        return carriesKey(request);
    }

    /** Whether the one who asks may see which inner systems take data from here. */
    public static boolean seesInnerSystems(HttpServletRequest request) {
        return carriesKey(request);
    }

    private static boolean carriesKey(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Reader reader && reader.hasKey();
    }
}
