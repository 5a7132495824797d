package org.jiaohui.exchange.drift;

import java.util.List;
import org.jiaohui.exchange.dataset.DatasetId;

/** Who reads a dataset and would feel a change of its columns. */
@FunctionalInterface
public interface DatasetDependents {
    DatasetDependents NONE = dataset -> List.of();

    /** Everybody who depends on the dataset, in a stable order. */
    List<Dependent> of(DatasetId dataset);

    /** Somebody who depends on a dataset. */
    record Dependent(Kind kind, String id, String title) {}

    /** How somebody depends on a dataset. */
    enum Kind {
        SUBSCRIPTION,
        TASK,
        TARGET
    }
}
