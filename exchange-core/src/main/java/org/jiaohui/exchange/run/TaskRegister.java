package org.jiaohui.exchange.run;

import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueChange;

/** The standing orders. */
public interface TaskRegister {
    /** Creates or replaces. Throws UNKNOWN_SOURCE when the source is not registered. */
    default void save(ExchangeTask task) {
        save(task, List.of());
    }

    /** The same, and changes the catalogue with it or not at all. */
    void save(ExchangeTask task, List<CatalogueChange> changes);

    Optional<ExchangeTask> find(TaskId id);

    List<ExchangeTask> list();
}
