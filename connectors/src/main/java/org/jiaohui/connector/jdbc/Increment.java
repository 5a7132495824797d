package org.jiaohui.connector.jdbc;

import java.time.Duration;
import java.util.Optional;
import org.jiaohui.connector.SettingValues;

/**
 * How rows that are new are told from those that were read before: by a column that grows.
 *
 * @param window how far behind the greatest value rows are read again, because they may have been committed late: a duration for times, for numbers see {@code ids}
 * @param ids the same in numbers
 * @param from beginning of a back-fill; what it reads moves no watermark
 * @param to its end, exclusive
 */
record Increment(String column, boolean id, Duration window, long ids, Optional<String> from, Optional<String> to) {
    static Optional<Increment> of(SettingValues values) {
        Optional<String> watermark = values.find("watermark-column");
        Optional<String> id = values.find("increasing-id");
        Optional<String> from = values.find("window-from");
        Optional<String> to = values.find("window-to");
        if (watermark.isPresent() && id.isPresent()) {
            throw SettingValues.wrong(
                    "设置项 \"watermark-column\" 与 \"increasing-id\" 只能填一个 / only one of the settings \"watermark-column\" and \"increasing-id\" may be given");
        }
        if (watermark.isEmpty() && id.isEmpty()) {
            if (from.isPresent() || to.isPresent()) {
                throw SettingValues.wrong(
                        "按时间窗补数需要设置 \"watermark-column\" 或 \"increasing-id\" / a window needs the setting \"watermark-column\" or \"increasing-id\"");
            }
            return Optional.empty();
        }
        return Optional.of(new Increment(
                watermark.or(() -> id).orElseThrow(),
                id.isPresent(),
                values.duration("safety-window"),
                values.integer("id-window"),
                from,
                to));
    }

    /** Whether every row is read once and never again. */
    boolean onceOnly() {
        return id && ids == 0 && !backFill();
    }

    boolean backFill() {
        return from.isPresent() || to.isPresent();
    }
}
