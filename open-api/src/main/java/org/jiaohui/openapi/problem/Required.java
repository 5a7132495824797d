package org.jiaohui.openapi.problem;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;

/** Fields that a body cannot do without, and those that must have their form. */
public final class Required {
    private Required() {}

    /** @throws ExchangeException BAD_REQUEST about the field when it is absent or blank */
    public static void field(@Nullable String value, String name) {
        if (value == null || value.isBlank()) {
            throw new ExchangeException(
                            ErrorCode.BAD_REQUEST, "缺少字段 " + name + " / the field \"" + name + "\" is missing")
                    .about(name);
        }
    }

    /**
     * The id in an address.
     *
     * @throws ExchangeException {@code unknown} when nothing can have such an id
     */
    public static <T> T known(ErrorCode unknown, String id, Function<String, T> made) {
        try {
            return made.apply(id);
        } catch (IllegalArgumentException malformed) {
            throw new ExchangeException(unknown, "没有 \"%1$s\" / there is no \"%1$s\"".formatted(id), malformed);
        }
    }

    /** @throws ExchangeException BAD_REQUEST about the id when the body is about something else than its address */
    public static void same(String ofAddress, String ofBody) {
        if (!ofAddress.equals(ofBody)) {
            throw new ExchangeException(
                            ErrorCode.BAD_REQUEST,
                            "id \"%2$s\" 与地址中的 \"%1$s\" 不同 / the id \"%2$s\" is not the one of the address, \"%1$s\""
                                    .formatted(ofAddress, ofBody))
                    .about("id");
        }
    }

    /**
     * What a field stands for.
     *
     * @throws ExchangeException BAD_REQUEST about the field when it has not the form that is wanted
     */
    public static <T> T form(String name, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException wrong) {
            throw new ExchangeException(ErrorCode.BAD_REQUEST, String.valueOf(wrong.getMessage()), wrong).about(name);
        } catch (ExchangeException wrong) {
            throw wrong.field().isPresent() ? wrong : wrong.about(name);
        }
    }
}
