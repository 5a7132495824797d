package org.jiaohui.connector.jdbc;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** A driver's complaint, told to the person who must act. */
final class DatabaseTrouble {
    private DatabaseTrouble() {}

    static ExchangeException connecting(JdbcAddress address, SQLException cause) {
        String state = String.valueOf(cause.getSQLState());
        if (state.startsWith("28")) {
            return trouble(
                    ErrorCode.SOURCE_REFUSED_LOGIN,
                    address,
                    "拒绝登录，请检查用户名和密码 / refused the login; check user and password",
                    cause);
        }
        if (String.valueOf(cause.getMessage()).contains("RSA public key")) {
            return trouble(
                    ErrorCode.SOURCE_REFUSED_LOGIN,
                    address,
                    "此账号须加密连接，请在 JDBC 地址后加 ?sslMode=verify-full，服务器证书不受信任时用 ?sslMode=trust / wants this account's connections encrypted; add ?sslMode=verify-full to the JDBC address, or ?sslMode=trust where the server's certificate is not trusted",
                    cause);
        }
        if (cause instanceof SQLTimeoutException) {
            return trouble(ErrorCode.SOURCE_TIMED_OUT, address, "连接超时 / did not answer in time", cause);
        }
        if (state.startsWith("3D") || state.equals("42000")) {
            return trouble(ErrorCode.SETTINGS_WRONG, address, "没有这个数据库 / has no such database", cause);
        }
        if (state.equals("08001") && String.valueOf(cause.getMessage()).startsWith("No suitable driver")) {
            return trouble(
                    ErrorCode.SETTINGS_WRONG,
                    address,
                    "没有对应的驱动，请放入驱动 jar / no driver for this address; add its jar",
                    cause);
        }
        return trouble(ErrorCode.SOURCE_UNREACHABLE, address, "无法连接 / cannot be reached", cause);
    }

    static ExchangeException describing(JdbcAddress address, SQLException cause) {
        return isBroken(cause)
                ? reading(address, 0, cause)
                : trouble(ErrorCode.SETTINGS_WRONG, address, "表或查询不对 / the table or query is wrong", cause);
    }

    static ExchangeException reading(JdbcAddress address, long rows, Exception cause) {
        return trouble(
                ErrorCode.SOURCE_INTERRUPTED,
                address,
                "读到第 " + rows + " 行后中断 / broke off after " + rows + " rows",
                cause);
    }

    static boolean isBroken(SQLException cause) {
        String state = String.valueOf(cause.getSQLState());
        return state.startsWith("08")
                || state.startsWith("57")
                || cause instanceof java.sql.SQLRecoverableException
                || cause instanceof java.sql.SQLNonTransientConnectionException
                || cause.getCause() instanceof java.io.IOException;
    }

    private static ExchangeException trouble(ErrorCode code, JdbcAddress address, String what, Exception cause) {
        return new ExchangeException(code, address + " " + what + ": " + cause.getMessage(), cause);
    }
}
