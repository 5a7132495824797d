package org.jiaohui.connector;

import java.util.function.Supplier;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;

/** Connections that sources use as well, as a target sees them: what goes wrong is the consumer's, not the provider's. */
public final class TargetSide {
    private TargetSide() {}

    /** Says that only a delivery shows whether the account may write. */
    public static void writingUntold(Trial trial) {
        trial.notNeeded(
                TrialStep.WRITE, "不写入就不能确认，第一次交付时可见 / cannot be told without writing; shows with the first delivery");
    }

    /** Does what a source would do; SOURCE_… becomes TARGET_…. */
    public static <T> T of(Supplier<T> work) {
        try {
            return work.get();
        } catch (ExchangeException failed) {
            throw of(failed);
        }
    }

    public static ExchangeException of(ExchangeException failed) {
        ErrorCode code = switch (failed.code()) {
            case SOURCE_UNREACHABLE -> ErrorCode.TARGET_UNREACHABLE;
            case SOURCE_REFUSED_LOGIN -> ErrorCode.TARGET_REFUSED_LOGIN;
            case SOURCE_INTERRUPTED, SOURCE_TIMED_OUT, SOURCE_ANSWERED_WRONGLY -> ErrorCode.TARGET_INTERRUPTED;
            default -> failed.code();
        };
        return code == failed.code()
                ? failed
                : new ExchangeException(code, String.valueOf(failed.getMessage()), failed);
    }
}
