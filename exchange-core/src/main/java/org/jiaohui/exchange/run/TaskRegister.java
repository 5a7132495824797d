package org.jiaohui.exchange.run;

import java.util.List;
import java.util.Optional;

/** The standing orders. */
public interface TaskRegister {
    /** Creates or replaces. Throws UNKNOWN_SOURCE when the source is not registered. */
    void save(ExchangeTask task);

    Optional<ExchangeTask> find(TaskId id);

    List<ExchangeTask> list();
}
