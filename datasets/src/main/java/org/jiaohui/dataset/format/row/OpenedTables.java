package org.jiaohui.dataset.format.row;

import java.util.List;
import java.util.function.Supplier;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.run.Finding;

/**
 * An opened file whose parts are known.
 *
 * @param onClose releases what the tables read from; called once or more
 */
public record OpenedTables(
        String format, List<Formats.DeliveredTable> tables, Supplier<List<Finding>> found, Runnable onClose)
        implements Formats.OpenedFile {
    public OpenedTables {
        tables = List.copyOf(tables);
    }

    public static OpenedTables of(String format, Formats.DeliveredTable table) {
        return new OpenedTables(format, List.of(table), List::of, () -> {});
    }

    @Override
    public List<Finding> findings() {
        return found.get();
    }

    @Override
    public void close() {
        onClose.run();
    }
}
