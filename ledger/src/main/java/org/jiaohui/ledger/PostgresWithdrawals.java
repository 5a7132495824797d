package org.jiaohui.ledger;

import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.dataset.Withdrawals;

/** Withdrawn versions, as the transactions wrote them that withdrew them. */
final class PostgresWithdrawals implements Withdrawals {
    private final Database database;

    PostgresWithdrawals(Database database) {
        this.database = database;
    }

    @Override
    public Optional<VersionNumber> upTo(DatasetId dataset) {
        return database.plain(
                () -> database.sql("select version from ledger.withdrawn_dataset where dataset = :dataset")
                        .param("dataset", dataset.value())
                        .query((row, n) -> new VersionNumber(row.getInt("version")))
                        .optional());
    }
}
