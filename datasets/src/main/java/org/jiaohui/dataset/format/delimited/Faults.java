package org.jiaohui.dataset.format.delimited;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** What ends the reading of a delimited file, in sentences that name the file and the line. */
final class Faults {
    private Faults() {}

    static ExchangeException empty(String file) {
        return new ExchangeException(
                ErrorCode.SOURCE_EMPTY,
                "文件 %s 是空的，请提供方重新导出 / %s is empty; have it exported again".formatted(file, file));
    }

    static ExchangeException binary(String file) {
        return new ExchangeException(
                ErrorCode.FORMAT_UNKNOWN,
                "文件 %s 含有 NUL 字节，不是文本；请声明正确的格式或编码 / %s contains NUL bytes and is no text; declare its format or encoding"
                        .formatted(file, file));
    }

    static ExchangeException tooLong(String file, long line) {
        int megabytes = Spans.LONGEST_RECORD >> 20;
        return new ExchangeException(
                ErrorCode.RECORD_TOO_LONG,
                "文件 %s 第 %d 行（从文件开头数）起的记录超过 %d MB，可能缺少引号或换行 / the record that starts in line %d of %s is longer than %d MB: a quote or a line end is probably missing"
                        .formatted(file, line, megabytes, line, file, megabytes));
    }

    static ExchangeException tooWide(String file, int found, int most) {
        return new ExchangeException(
                ErrorCode.LIMIT_EXCEEDED,
                "文件 %s 的第一条记录有 %d 个字段，最多 %d 个；请核对分隔符，或分成几个文件 / the first record of %s has %d fields, %d at most; check the delimiter or split the file"
                        .formatted(file, found, most, file, found, most));
    }

    static ExchangeException noHeaderIn(String file, int line) {
        return new ExchangeException(
                ErrorCode.SETTINGS_WRONG,
                "文件 %s 第 %d 行（从文件开头数）没有表头（headerRow），该行须是前 64 条记录之一的首行 / no record among the first 64 of %s starts in line %d (headerRow)"
                        .formatted(file, line, file, line));
    }

    static ExchangeException unclosedQuote(String file, long line) {
        return new ExchangeException(
                ErrorCode.FORMAT_BROKEN,
                "文件 %s 第 %d 行（从文件开头数）的引号直到文件末尾都没有关闭 / a quote that opens in the record of line %d of %s is never closed; mend it and deliver the file again"
                        .formatted(file, line, line, file));
    }

    static ExchangeException unreadable(String file, IOException cause) {
        ErrorCode code = cause instanceof ClosedByInterruptException ? ErrorCode.STOPPED : ErrorCode.SOURCE_INTERRUPTED;
        return new ExchangeException(
                code, "读取文件 %s 中断：%s / reading %s broke off: %s".formatted(file, cause, file, cause), cause);
    }

    static ExchangeException setting(String name, String value) {
        return new ExchangeException(
                ErrorCode.SETTINGS_WRONG,
                "%s 必须是一个 ASCII 字符，而不是“%s” / %s must be one ASCII character, not \"%s\""
                        .formatted(name, value, name, value));
    }
}
