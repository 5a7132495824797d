package org.jiaohui.exchange.fault;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A broken world: something other than the data itself keeps an exchange from going on. The message names the offending value. */
public final class ExchangeException extends RuntimeException {
    private final ErrorCode code;
    private final String message;
    private final Optional<String> field;

    public ExchangeException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public ExchangeException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, message, cause, Optional.empty());
    }

    private ExchangeException(ErrorCode code, String message, @Nullable Throwable cause, Optional<String> field) {
        super(message, cause);
        this.code = code;
        this.message = message;
        this.field = field;
    }

    /** The same, which tells what somebody wrote that has to be written otherwise: {@code settings.path}, {@code schedule}. */
    public ExchangeException about(String wrong) {
        return new ExchangeException(code, message, getCause(), Optional.of(wrong));
    }

    @Override
    public String getMessage() {
        return message;
    }

    public ErrorCode code() {
        return code;
    }

    /** What of a request has to be written otherwise, where that is known. */
    public Optional<String> field() {
        return field;
    }
}
