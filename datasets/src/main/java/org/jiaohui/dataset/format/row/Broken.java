package org.jiaohui.dataset.format.row;

import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** Faults that several formats have in common. */
public final class Broken {
    private Broken() {}

    /** FORMAT_BROKEN with the file, what it should be and the reason that its reader gave. */
    public static ExchangeException format(String file, String format, Throwable cause) {
        // An XML parser gives the place in the first line of its message and the reason in the second.
        String reason = String.join(
                " ", String.valueOf(cause.getMessage()).lines().limit(2).toList());
        String shown = reason.length() > 200 ? reason.substring(0, 200) : reason;
        return new ExchangeException(
                ErrorCode.FORMAT_BROKEN,
                "%s 不是完整的 %s 文件（%s），请重新导出 / %s is not an intact %s file (%s); export it again"
                        .formatted(file, format, shown, file, format, shown),
                cause);
    }

    public static ExchangeException format(String file, String chinese, String english) {
        return new ExchangeException(ErrorCode.FORMAT_BROKEN, "%s：%s / %s: %s".formatted(file, chinese, file, english));
    }

    /** FORMAT_UNKNOWN: an intact file in which no table can be seen. */
    public static ExchangeException noTable(String file, String chinese, String english) {
        return new ExchangeException(
                ErrorCode.FORMAT_UNKNOWN, "%s：%s / %s: %s".formatted(file, chinese, file, english));
    }

    public static ExchangeException encrypted(String file) {
        return new ExchangeException(
                ErrorCode.FORMAT_ENCRYPTED,
                "%s 已加密，请提供未加密的文件 / %s is encrypted; deliver it without a password".formatted(file, file));
    }

    public static ExchangeException unsafe(String file, String chinese, String english) {
        return new ExchangeException(
                ErrorCode.ARCHIVE_UNSAFE, "%s：%s / %s: %s".formatted(file, chinese, file, english));
    }

    public static ExchangeException empty(String file) {
        return new ExchangeException(ErrorCode.SOURCE_EMPTY, "%s 是空文件，没有数据 / %s is empty".formatted(file, file));
    }
}
