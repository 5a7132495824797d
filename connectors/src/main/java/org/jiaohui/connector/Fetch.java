package org.jiaohui.connector;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.source.trial.Trial;

/**
 * One fetch that is under way: the body of the one Camel message.
 *
 * @param since the position of the last published fetch
 * @param protocol makes the attempt
 */
public record Fetch(
        Source source,
        SettingValues settings,
        Optional<String> since,
        Spool spool,
        FetchWatch watch,
        Function<Fetch, Delivery> protocol) {
    /** Lays rows of JSON, one a line, down as one file of the spool. */
    public SpooledFile lines(String name, Spool.Content rows) {
        try {
            return spool.write(name, Optional.of("application/x-ndjson"), watch, rows);
        } catch (IOException broken) {
            throw new ExchangeException(
                    ErrorCode.DISK_FULL, "无法写入暂存文件 / cannot write the spool: " + broken.getMessage(), broken);
        }
    }

    /** Ends a trial with what this fetch brings, in small. */
    public void sample(Trial trial, Supplier<Delivery> small) {
        trial.sample(small, spool::isCut);
    }

    Delivery attempt() {
        watch.check();
        spool.clear();
        return protocol.apply(this);
    }
}
