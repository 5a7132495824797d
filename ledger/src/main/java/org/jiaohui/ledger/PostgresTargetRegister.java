package org.jiaohui.ledger;

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
import org.jiaohui.exchange.delivery.Target;
import org.jiaohui.exchange.delivery.TargetId;
import org.jiaohui.exchange.delivery.TargetRegister;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.revision.Precondition;
import org.jiaohui.exchange.revision.Revision;
import org.jiaohui.exchange.source.KeptSecrets;
import tools.jackson.core.type.TypeReference;

final class PostgresTargetRegister implements TargetRegister {
    private static final TypeReference<Map<String, String>> SETTINGS = new TypeReference<>() {};

    private final Database database;
    private final Secrets secrets;

    PostgresTargetRegister(Database database, Secrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    @Override
    public Revision save(Target target, Set<String> secretSettings, Precondition expected) {
        Set<String> secret = new TreeSet<>(secretSettings);
        secret.retainAll(target.settings().keySet());
        return database.transaction(() -> {
            Revisions.require(database, "target", target.id().value(), expected);
            return Revisions.saved(
                    database.sql("""
                    insert into ledger.target (id, title, connector, settings, secret_settings)
                    values (:id, :title, :connector, cast(:settings as jsonb), :secret)
                    on conflict (id) do update set title = excluded.title, connector = excluded.connector, settings = excluded.settings,
                        secret_settings = excluded.secret_settings, changed_at = clock_timestamp(), revision = nextval('ledger.revision')
                    """ + Revisions.RETURNING)
                            .param("id", target.id().value())
                            .param("title", LedgerJson.storable(target.title()))
                            .param("connector", LedgerJson.storable(target.connector()))
                            .param("settings", LedgerJson.write(sealed(target, secret), SETTINGS))
                            .param("secret", secret.toArray(String[]::new)),
                    target.id().value(),
                    expected);
        });
    }

    @Override
    public void remove(TargetId id, Precondition expected) {
        database.transaction(() -> {
            if (Revisions.require(database, "target", id.value(), expected).isEmpty()) {
                throw new ExchangeException(
                        ErrorCode.UNKNOWN_TARGET, "没有目标 %1$s / there is no target %1$s".formatted(id));
            }
            refuse(
                    id,
                    "select id from ledger.subscription where target = :id and removed_at is null order by id limit 10",
                    "订阅 %2$s 还在向目标 %1$s 交付：请先删除这些订阅，或让它们改用别的目标 / the subscriptions %2$s deliver to the target %1$s: remove them first, or have them use another one");
            refuse(
                    id,
                    "select id from ledger.delivery_run where target = :id and status in ('WAITING', 'RUNNING', 'STOPPING') order by id limit 10",
                    "向目标 %1$s 的交付 %2$s 正在停止：请稍候再删除 / the deliveries %2$s to the target %1$s are just being stopped: try again in a moment");
            return database.sql("delete from ledger.target where id = :id")
                    .param("id", id.value())
                    .update();
        });
    }

    private void refuse(TargetId id, String sql, String message) {
        String users = String.join(
                ", ",
                database.sql(sql).param("id", id.value()).query(String.class).list());
        if (!users.isEmpty()) {
            throw new ExchangeException(ErrorCode.CONFLICT, message.formatted(id, users));
        }
    }

    @Override
    public Optional<Target> find(TargetId id) {
        return database.plain(() -> stored(id))
                .map(stored -> stored.target((name, value) -> secrets.decrypt(value, place(id, name))));
    }

    @Override
    public List<RegisteredTarget> list() {
        return database
                .plain(() -> database.sql("select * from ledger.target order by id")
                        .query(PostgresTargetRegister::stored)
                        .list())
                .stream()
                .map(stored -> new RegisteredTarget(
                        stored.target((name, value) -> KeptSecrets.MASK), stored.createdAt(), stored.revision()))
                .toList();
    }

    /** A secret that comes back masked, as people saw it in {@link #list}, stays what it was. */
    private Map<String, String> sealed(Target target, Set<String> secret) {
        Map<String, String> settings = new HashMap<>(target.settings());
        for (String name : secret) {
            String value = target.settings().getOrDefault(name, "");
            Optional<String> kept = value.equals(KeptSecrets.MASK) ? kept(target, name) : Optional.empty();
            settings.put(name, kept.orElseGet(() -> secrets.encrypt(value, place(target.id(), name))));
        }
        return settings;
    }

    private Optional<String> kept(Target target, String name) {
        return stored(target.id())
                .filter(stored -> stored.connector().equals(target.connector()))
                .filter(stored -> stored.secret().contains(name))
                .map(stored -> stored.settings().get(name));
    }

    private Optional<Stored> stored(TargetId id) {
        return database.sql("select * from ledger.target where id = :id")
                .param("id", id.value())
                .query(PostgresTargetRegister::stored)
                .optional();
    }

    private static Stored stored(ResultSet row, int number) throws SQLException {
        return new Stored(
                new TargetId(row.getString("id")),
                row.getString("title"),
                row.getString("connector"),
                LedgerJson.read(row.getString("settings"), SETTINGS),
                Set.copyOf(
                        Arrays.asList((String[]) row.getArray("secret_settings").getArray())),
                Database.instant(row, "created_at"),
                Revisions.revision(row));
    }

    private static String place(TargetId target, String setting) {
        return "target/" + target.value() + "/" + setting;
    }

    /** The row as it is: secrets encrypted. */
    private record Stored(
            TargetId id,
            String title,
            String connector,
            Map<String, String> settings,
            Set<String> secret,
            Instant createdAt,
            Revision revision) {
        Target target(BinaryOperator<String> opened) {
            Map<String, String> shown = new HashMap<>(settings);
            secret.forEach(name -> shown.computeIfPresent(name, opened));
            return new Target(id, title, connector, shown);
        }
    }
}
