package org.jiaohui.ledger;

import java.util.List;
import java.util.stream.IntStream;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunInput;

/** What runs were given to read. */
final class RunInputs {
    private RunInputs() {}

    static void write(Database database, RunId run, List<RunInput> inputs) {
        database.transaction(() -> {
            database.sql("delete from ledger.run_input where run = :run")
                    .param("run", run.value())
                    .update();
            database.template()
                    .batchUpdate(
                            "insert into ledger.run_input (run, ordinal, name, basis, bytes, sha256) values (?, ?, ?, ?, ?, ?)",
                            IntStream.range(0, inputs.size())
                                    .mapToObj(i -> row(run, i, inputs.get(i)))
                                    .toList());
            return inputs.size();
        });
    }

    static List<RunInput> read(Database database, RunId run) {
        return database.plain(() -> database.sql("select * from ledger.run_input where run = :run order by ordinal")
                .param("run", run.value())
                .query((row, n) -> new RunInput(
                        row.getString("name"),
                        RunInput.Basis.valueOf(row.getString("basis")),
                        row.getLong("bytes"),
                        row.getString("sha256")))
                .list());
    }

    private static Object[] row(RunId run, int ordinal, RunInput input) {
        return new Object[] {
            run.value(),
            ordinal,
            LedgerJson.storable(input.name()),
            input.basis().name(),
            input.bytes(),
            input.sha256()
        };
    }
}
