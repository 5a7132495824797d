package org.jiaohui.connector.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a PostgreSQL database needs before the changes of a table can be captured: its settings, the account's rights, the publication, a slot. */
record PostgresReadiness(ReplicationSlot slot, String publication) {
    /** Everything that is missing, each with its fix. */
    List<String> missing(Connection connection, CapturedTable table) throws SQLException {
        List<String> missing = new ArrayList<>();
        String level = Statements.ask(connection, "SHOW wal_level");
        if (!level.equals("logical")) {
            missing.add(("wal_level 为 %1$s：请在 postgresql.conf 设 wal_level = logical 并重启数据库 / wal_level is %1$s: set"
                            + " wal_level = logical in postgresql.conf and restart the database")
                    .formatted(level));
        }
        if (Statements.ask(connection, "SELECT pg_is_in_recovery()::text").equals("true")) {
            missing.add("这是备库：请连接主库 / this is a standby: connect to the primary");
        }
        if (Statements.ask(
                        connection,
                        "SELECT (rolreplication OR rolsuper)::text FROM pg_roles WHERE rolname = current_user")
                .equals("false")) {
            missing.add(
                    "账号没有复制权限：请执行 ALTER ROLE \"%1$s\" REPLICATION / the account may not replicate: ALTER ROLE \"%1$s\" REPLICATION"
                            .formatted(Statements.ask(connection, "SELECT current_user")));
        }
        String quoted = JdbcSettings.quoted(table.schema(), "\"") + "." + JdbcSettings.quoted(table.name(), "\"");
        missing.addAll(missingOfPublication(connection, table, quoted));
        Optional<ReplicationSlot.State> known = slot.find(connection);
        if (known.isEmpty()
                && Statements.ask(
                                connection,
                                "SELECT (count(*) >= current_setting('max_replication_slots')::int)::text FROM"
                                        + " pg_replication_slots")
                        .equals("true")) {
            missing.add(
                    "没有空闲的复制槽：请调大 max_replication_slots 并重启，或用 pg_drop_replication_slot 删去不用的 / no replication slot is"
                            + " free: raise max_replication_slots and restart, or drop unused ones with"
                            + " pg_drop_replication_slot");
        }
        String database = connection.getCatalog();
        known.filter(each -> !each.plugin().equals(ReplicationSlot.PLUGIN)
                        || !each.database().equals(database))
                .ifPresent(each -> missing.add(
                        "复制槽 %1$s 属于插件 %2$s、数据库 %3$s：请换一个设置项 slot / the slot %1$s is of the plug-in %2$s and the database %3$s: choose another setting \"slot\""
                                .formatted(slot.name(), each.plugin(), each.database())));
        return missing;
    }

    private List<String> missingOfPublication(Connection connection, CapturedTable table, String quoted)
            throws SQLException {
        String operations;
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT (pubinsert AND pubupdate AND pubdelete AND pubtruncate)::text FROM pg_publication WHERE"
                        + " pubname = ?")) {
            statement.setString(1, publication);
            try (ResultSet row = statement.executeQuery()) {
                operations = row.next() ? row.getString(1) : "";
            }
        }
        String named = JdbcSettings.quoted(publication, "\"");
        if (operations.isEmpty()) {
            return List.of(
                    "没有发布 %1$s：请表的属主执行 CREATE PUBLICATION %1$s FOR TABLE %2$s / there is no publication %1$s: let the table's owner CREATE PUBLICATION %1$s FOR TABLE %2$s"
                            .formatted(named, quoted));
        }
        List<String> missing = new ArrayList<>();
        if (operations.equals("false")) {
            missing.add(
                    "发布 %1$s 不含全部操作：请执行 ALTER PUBLICATION %1$s SET (publish = 'insert, update, delete, truncate') / the publication %1$s leaves operations out: ALTER PUBLICATION %1$s SET (publish = 'insert, update, delete, truncate')"
                            .formatted(named));
        }
        boolean filters = connection.getMetaData().getDatabaseMajorVersion() >= 15;
        try (PreparedStatement statement = connection.prepareStatement("SELECT "
                + (filters ? "rowfilter IS NOT NULL" : "false")
                + " FROM pg_publication_tables WHERE pubname = ? AND schemaname = ? AND tablename = ?")) {
            statement.setString(1, publication);
            statement.setString(2, table.schema());
            statement.setString(3, table.name());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    missing.add(
                            "发布 %1$s 不含表 %2$s：请执行 ALTER PUBLICATION %1$s ADD TABLE %2$s；分区表另需 SET (publish_via_partition_root = true) / the publication %1$s lacks the table %2$s: ALTER PUBLICATION %1$s ADD TABLE %2$s; for a partitioned table also SET (publish_via_partition_root = true)"
                                    .formatted(named, quoted));
                } else if (row.getBoolean(1)) {
                    missing.add(
                            "发布 %1$s 对表 %2$s 有行过滤，会漏掉变更：请去掉 WHERE / the publication %1$s filters rows of %2$s, so changes would be missed: take its WHERE away"
                                    .formatted(named, quoted));
                }
            }
        }
        return missing;
    }
}
