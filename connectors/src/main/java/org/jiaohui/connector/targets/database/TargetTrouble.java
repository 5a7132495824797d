package org.jiaohui.connector.targets.database;

import java.sql.SQLException;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;

/** What a target's driver complains of, told to the person who must act. */
final class TargetTrouble {
    private TargetTrouble() {}

    static ExchangeException connecting(TargetSettings settings, SQLException cause) {
        String state = String.valueOf(cause.getSQLState());
        if (state.startsWith("28")) {
            return trouble(
                    ErrorCode.TARGET_REFUSED_LOGIN,
                    settings,
                    "拒绝登录，请检查用户名和密码 / refused the login; check user and password",
                    cause);
        }
        if (String.valueOf(cause.getMessage()).contains("RSA public key")) {
            return trouble(
                    ErrorCode.TARGET_REFUSED_LOGIN,
                    settings,
                    "此账号须加密连接，请把 tls 设为 prefer 或 require / wants this account's connections encrypted; set tls to prefer or require",
                    cause);
        }
        if (state.startsWith("3D") || cause.getErrorCode() == 1049 || cause.getErrorCode() == 1044) {
            return trouble(
                    ErrorCode.SETTINGS_WRONG,
                    settings,
                    "没有这个数据库，或账号不能使用它 / has no such database, or the account may not use it",
                    cause);
        }
        return trouble(ErrorCode.TARGET_UNREACHABLE, settings, "无法连接 / cannot be reached", cause);
    }

    /** While rows are written. */
    static ExchangeException writing(TargetSettings settings, RunProgress progress, SQLException failed) {
        progress.checkStop();
        SQLException cause = innermost(failed);
        String state = String.valueOf(cause.getSQLState());
        if (state.equals("42501") || cause.getErrorCode() == 1142 || cause.getErrorCode() == 1044) {
            return trouble(ErrorCode.TARGET_REFUSED_LOGIN, settings, "账号没有所需的权限 / the account lacks a right", cause);
        }
        boolean refused = state.startsWith("22")
                || state.startsWith("23")
                || state.startsWith("21")
                || state.startsWith("42")
                || state.startsWith("0A");
        return refused
                ? trouble(ErrorCode.TARGET_REFUSED_ROWS, settings, "目标不接受这些行 / does not take these rows", cause)
                : trouble(ErrorCode.TARGET_INTERRUPTED, settings, "写入中断 / broke off while rows were written", cause);
    }

    /** Batches wrap the reason that counts. */
    private static SQLException innermost(SQLException failed) {
        SQLException cause = failed;
        while (cause.getNextException() != null) {
            cause = cause.getNextException();
        }
        return cause.getSQLState() == null && cause.getCause() instanceof SQLException inner ? inner : cause;
    }

    private static ExchangeException trouble(ErrorCode code, TargetSettings settings, String what, SQLException cause) {
        return new ExchangeException(code, settings.shown() + " " + what + ": " + cause.getMessage(), cause);
    }
}
