package org.jiaohui.ledger;

import java.util.Optional;
import java.util.function.Consumer;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.source.account.Releases;
import org.jspecify.annotations.Nullable;

/** Notes as rows. A note stays locked while it is carried out, so that one hub does it and a task that is saved meanwhile waits. */
final class PostgresReleases implements Releases {
    private final Database database;
    private final PostgresSourceRegister sources;

    PostgresReleases(Database database, PostgresSourceRegister sources) {
        this.database = database;
        this.sources = sources;
    }

    @Override
    public boolean releaseNext(Consumer<Source> give) {
        return database.transaction(() -> {
            Optional<Source> due =
                    noted("due_at <= clock_timestamp() order by due_at limit 1 for update skip locked", null);
            due.ifPresent(source -> carryOut(source, give));
            return due.isPresent();
        });
    }

    @Override
    public Optional<String> release(SourceId id, Consumer<Source> give) {
        return database.transaction(
                () -> noted("source = :source for update", id.value()).flatMap(source -> carryOut(source, give)));
    }

    private Optional<Source> noted(String which, @Nullable String source) {
        return database.sql(
                        "select source as id, title, connector, settings, secret_settings, format, noted_at as created_at,"
                                + " 0 as revision from ledger.release where " + which)
                .param("source", source)
                .query((row, n) -> sources.opened(row))
                .optional();
    }

    private Optional<String> carryOut(Source source, Consumer<Source> give) {
        try {
            give.accept(source);
        } catch (RuntimeException unable) {
            String trouble = String.valueOf(unable.getMessage());
            database.sql("""
                update ledger.release set tries = tries + 1, trouble = :trouble,
                    due_at = clock_timestamp() + least(power(2, least(tries, 10)) * 10, 600) * interval '1 second'
                where source = :source
                """)
                    .param("trouble", LedgerJson.storable(trouble))
                    .param("source", source.id().value())
                    .update();
            return Optional.of(trouble);
        }
        database.sql("delete from ledger.release where source = :source")
                .param("source", source.id().value())
                .update();
        return Optional.empty();
    }
}
