package org.jiaohui.openapi.access;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.openapi.problem.ProblemTitle;

/**
 * Why something failed. The words of an error name hosts, accounts and folders of inner systems: who has no key reads only what this kind of trouble is called.
 *
 * @param code name of an {@link ErrorCode}
 * @param kind who must act
 * @param withheld whether {@code message} is not all there is to say
 */
@Schema(name = "RunError")
public record TroubleView(String code, String kind, String message, boolean withheld) {
    /** @param whole whether the reader may see which inner systems there are */
    public static TroubleView of(ExchangeRun.RunError error, boolean whole) {
        return new TroubleView(error.code(), error.kind(), whole ? error.message() : title(error.code()), !whole);
    }

    /** A code that a newer program wrote has no name here. */
    private static String title(String code) {
        return Arrays.stream(ErrorCode.values())
                .filter(known -> known.name().equals(code))
                .findFirst()
                .map(ProblemTitle::of)
                .orElse(code);
    }
}
