package org.jiaohui.exchange.fault;

import org.jspecify.annotations.Nullable;

/** A broken world: something other than the data itself keeps an exchange from going on. The message names the offending value. */
public final class ExchangeException extends RuntimeException {
    private final ErrorCode code;
    private final String message;

    public ExchangeException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public ExchangeException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }

    public ErrorCode code() {
        return code;
    }
}
