package org.jiaohui.exchange.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.Source;

/**
 * A window of a source that a run reads once more. What it brings is merged; where the task's next run goes on from stays as it was.
 *
 * @param from beginning, inclusive; as the source's connector reads it
 * @param to end, exclusive
 */
public record BackFill(Optional<String> from, Optional<String> to) {
    private static final int LONGEST = 40;

    public BackFill {
        if (from.isEmpty() && to.isEmpty()) {
            throw new IllegalArgumentException("a window has a beginning or an end");
        }
        if (from.filter(text -> text.isBlank() || text.length() > LONGEST).isPresent()
                || to.filter(text -> text.isBlank() || text.length() > LONGEST).isPresent()) {
            throw new IllegalArgumentException("the bound of a window has 1 to " + LONGEST + " characters");
        }
    }

    /**
     * Holds the window against the source before a run begins.
     *
     * @throws ExchangeException SETTINGS_WRONG for a source that is not read by a watermark
     */
    public void check(Source source) {
        within(source);
    }

    /**
     * The source, narrowed to the window.
     *
     * @throws ExchangeException SETTINGS_WRONG for a source that is not read by a watermark
     */
    Source within(Source source) {
        if (!source.settings().containsKey("watermark-column")
                && !source.settings().containsKey("increasing-id")) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "数据源 " + source.id() + " 没有设置 watermark-column 或 increasing-id，不能按时间窗补数 / the source " + source.id()
                            + " has neither watermark-column nor increasing-id: a window of it cannot be read");
        }
        Map<String, String> settings = new HashMap<>(source.settings());
        from.ifPresent(text -> settings.put("window-from", text));
        to.ifPresent(text -> settings.put("window-to", text));
        return new Source(source.id(), source.title(), source.connector(), settings, source.format());
    }
}
