package org.jiaohui.ledger;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.revision.Precondition;
import org.jiaohui.exchange.revision.Revision;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.KeptSecrets;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.source.SourceRegister;
import tools.jackson.core.type.TypeReference;

final class PostgresSourceRegister implements SourceRegister {
    private static final TypeReference<Map<String, String>> SETTINGS = new TypeReference<>() {};

    private final Database database;
    private final Secrets secrets;

    PostgresSourceRegister(Database database, Secrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    @Override
    public Revision save(Source source, Set<String> secretSettings, Precondition expected) {
        Set<String> secret = new TreeSet<>(secretSettings);
        secret.retainAll(source.settings().keySet());
        return database.transaction(() -> {
            Revisions.require(database, "source", source.id().value(), expected);
            return Revisions.saved(
                    database.sql("""
                        insert into ledger.source (id, title, connector, settings, secret_settings, format)
                        values (:id, :title, :connector, cast(:settings as jsonb), :secret, cast(:format as jsonb))
                        on conflict (id) do update set title = excluded.title, connector = excluded.connector, settings = excluded.settings,
                            secret_settings = excluded.secret_settings, format = excluded.format, changed_at = clock_timestamp(), revision = nextval('ledger.revision')
                        """ + Revisions.RETURNING)
                            .param("id", source.id().value())
                            .param("title", LedgerJson.storable(source.title()))
                            .param("connector", LedgerJson.storable(source.connector()))
                            .param("settings", LedgerJson.write(sealed(source, secret), SETTINGS))
                            .param("secret", secret.toArray(String[]::new))
                            .param("format", LedgerJson.write(source.format(), FormatOptions.class)),
                    source.id().value(),
                    expected);
        });
    }

    @Override
    public List<String> remove(SourceId id, Precondition expected) {
        return database.transaction(() -> {
            if (Revisions.require(database, "source", id.value(), expected).isEmpty()) {
                throw new ExchangeException(
                        ErrorCode.UNKNOWN_SOURCE, "没有数据源 %1$s / there is no source %1$s".formatted(id));
            }
            String readers = String.join(
                    ", ",
                    database.sql("select id from ledger.task where source = :id order by id limit 10")
                            .param("id", id.value())
                            .query(String.class)
                            .list());
            if (!readers.isEmpty()) {
                throw new ExchangeException(
                        ErrorCode.CONFLICT,
                        "任务 %2$s 还在读取数据源 %1$s：请先删除这些任务，或让它们改用别的数据源 / the tasks %2$s read the source %1$s: remove them first, or have them read another one"
                                .formatted(id, readers));
            }
            List<String> untold = database.sql("delete from ledger.acknowledgement where source = :id returning run")
                    .param("id", id.value())
                    .query(String.class)
                    .list();
            database.sql("delete from ledger.source where id = :id")
                    .param("id", id.value())
                    .update();
            return untold;
        });
    }

    /** A row with the columns of a source, with secrets in clear. */
    Source opened(ResultSet row) throws SQLException {
        Stored stored = stored(row, 0);
        return stored.source((name, value) -> secrets.decrypt(value, place(stored.id(), name)));
    }

    @Override
    public Optional<Source> find(SourceId id) {
        return database.plain(() -> stored(id))
                .map(stored -> stored.source((name, value) -> {
                    return secrets.decrypt(value, place(id, name));
                }));
    }

    @Override
    public List<RegisteredSource> list() {
        return database
                .plain(() -> database.sql("select * from ledger.source order by id")
                        .query(PostgresSourceRegister::stored)
                        .list())
                .stream()
                .map(stored -> new RegisteredSource(
                        stored.source((name, value) -> KeptSecrets.MASK), stored.createdAt(), stored.revision()))
                .toList();
    }

    /** A secret that comes back masked, as people saw it in {@link #list}, stays what it was. */
    private Map<String, String> sealed(Source source, Set<String> secret) {
        Map<String, String> settings = new HashMap<>(source.settings());
        for (String name : secret) {
            String value = source.settings().getOrDefault(name, "");
            Optional<String> kept = value.equals(KeptSecrets.MASK) ? kept(source, name) : Optional.empty();
            settings.put(name, kept.orElseGet(() -> secrets.encrypt(value, place(source.id(), name))));
        }
        return settings;
    }

    private Optional<String> kept(Source source, String name) {
        return stored(source.id())
                .filter(stored -> stored.connector().equals(source.connector()))
                .filter(stored -> stored.secret().contains(name))
                .map(stored -> stored.settings().get(name));
    }

    private Optional<Stored> stored(SourceId id) {
        return database.sql("select * from ledger.source where id = :id")
                .param("id", id.value())
                .query(PostgresSourceRegister::stored)
                .optional();
    }

    private static Stored stored(ResultSet row, int number) throws SQLException {
        Array secret = row.getArray("secret_settings");
        return new Stored(
                new SourceId(row.getString("id")),
                row.getString("title"),
                row.getString("connector"),
                LedgerJson.read(row.getString("settings"), SETTINGS),
                Set.copyOf(Arrays.asList((String[]) secret.getArray())),
                LedgerJson.read(row.getString("format"), FormatOptions.class),
                Database.instant(row, "created_at"),
                Revisions.revision(row));
    }

    private static String place(SourceId source, String setting) {
        return source.value() + "/" + setting;
    }

    /** The row as it is: secrets encrypted. */
    private record Stored(
            SourceId id,
            String title,
            String connector,
            Map<String, String> settings,
            Set<String> secret,
            FormatOptions format,
            Instant createdAt,
            Revision revision) {
        Source source(BinaryOperator<String> opened) {
            Map<String, String> shown = new HashMap<>(settings);
            secret.forEach(name -> shown.computeIfPresent(name, opened));
            return new Source(id, title, connector, shown, format);
        }
    }
}
