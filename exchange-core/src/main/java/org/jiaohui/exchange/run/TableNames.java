package org.jiaohui.exchange.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jiaohui.exchange.dataset.DatasetId;

/** Which dataset each table of a delivery becomes. */
final class TableNames {
    /** A table, its dataset and the dataset's title. */
    record Named(String table, DatasetId dataset, String title) {}

    private TableNames() {}

    /**
     * The only table becomes the task's dataset; several become {@code <dataset>-<table>}, with a number where the name has no Latin letter or occurs twice. A
     * table that is left alone of several goes on being the dataset that it was, and so does the only one when others join it.
     *
     * @param earlier the dataset that a table of this name became before
     */
    static List<Named> of(ExchangeTask task, List<String> tables, Function<String, Optional<DatasetId>> earlier) {
        if (tables.size() == 1) {
            String only = tables.getFirst();
            return List.of(earlier.apply(only)
                    .filter(known -> known.value().startsWith(task.dataset().value() + "-"))
                    .map(known -> new Named(only, known, task.about().title() + " · " + only))
                    .orElseGet(
                            () -> new Named(only, task.dataset(), task.about().title())));
        }
        Set<DatasetId> taken = new HashSet<>();
        List<Named> names = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            if (earlier.apply(tables.get(i)).filter(task.dataset()::equals).isPresent() && taken.add(task.dataset())) {
                names.add(new Named(tables.get(i), task.dataset(), task.about().title()));
                continue;
            }
            String slug = DatasetId.fromName(tables.get(i), "t" + (i + 1)).value();
            DatasetId id = shortened(task.dataset().value() + "-" + slug);
            if (!taken.add(id)) {
                id = shortened(task.dataset().value() + "-t" + (i + 1));
                taken.add(id);
            }
            names.add(new Named(tables.get(i), id, task.about().title() + " · " + tables.get(i)));
        }
        return names;
    }

    /** The files of one delivery are one table, whatever they are called. */
    static List<Named> joined(ExchangeTask task, int files) {
        return Collections.nCopies(
                files,
                new Named(task.dataset().value(), task.dataset(), task.about().title()));
    }

    /** The name of a table that was published before. */
    static Named of(ExchangeTask task, TableResult table) {
        String title = task.about().title();
        return new Named(
                table.table(),
                table.dataset(),
                table.dataset().equals(task.dataset()) ? title : title + " · " + table.table());
    }

    private static DatasetId shortened(String id) {
        return DatasetId.fromName(id, "t");
    }
}
