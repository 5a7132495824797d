package org.jiaohui.connector.jdbc;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;

/**
 * A table whose changes are captured, and what its database's log needs.
 *
 * @param slot the replication slot of PostgreSQL; absent for one that is named after the source
 * @param snapshotWhenLost whether a log that is lost is answered by a new snapshot instead of an error
 * @param snapshot whatever text; another one makes a new snapshot
 */
record CaptureSettings(
        JdbcSettings jdbc, Optional<String> slot, String publication, boolean snapshotWhenLost, String snapshot) {
    private static final int LONGEST_SLOT = 63;

    static final List<Setting> SETTINGS = JdbcSettings.with(
            Setting.required(
                    "url",
                    "JDBC 地址（jdbc:postgresql: 或 jdbc:mariadb:）",
                    "JDBC address (jdbc:postgresql: or jdbc:mariadb:)",
                    SettingType.ADDRESS),
            Setting.required("user", "用户名（须有复制权限）", "User name (with the right to replicate)", SettingType.TEXT),
            Setting.secret("password", "密码", "Password"),
            Setting.optional("schema", "模式", "Schema of the table", SettingType.TEXT, ""),
            Setting.required("table", "表（须有主键）", "Table (with a primary key)", SettingType.TEXT),
            Setting.optional(
                    "slot",
                    "PostgreSQL 复制槽；留空为 jiaohui_ 加数据源编号",
                    "Replication slot of PostgreSQL; when empty, jiaohui_ and the source's id",
                    SettingType.TEXT,
                    ""),
            Setting.optional("publication", "PostgreSQL 发布", "Publication of PostgreSQL", SettingType.TEXT, "jiaohui"),
            Setting.choice("lost-log", "日志已不完整时", "When the log is no longer complete", "fail", "snapshot"),
            Setting.optional(
                    "snapshot",
                    "任意文字；改动后下次运行重新全量读取",
                    "Any text; when it changes the next run reads the whole table again",
                    SettingType.TEXT,
                    ""));

    static CaptureSettings of(SettingValues values, DriverFolder drivers) {
        CaptureSettings settings = new CaptureSettings(
                JdbcSettings.ofTable(values, drivers),
                values.find("slot"),
                values.text("publication"),
                values.text("lost-log").equals("snapshot"),
                values.find("snapshot").orElse(""));
        settings.slot.filter(name -> !name.matches("[a-z0-9_]{1,63}")).ifPresent(name -> {
            throw SettingValues.wrong("复制槽名只能有小写字母、数字和下划线，最多 63 个，不可为 \"" + name
                    + "\" / the name of a slot has at most 63 small letters, digits and underscores, not \""
                    + name + "\"");
        });
        return settings;
    }

    /** The log of the database, as a source with this id reads it. */
    ChangeLog log(String source) {
        return switch (jdbc.address().dialect()) {
            case POSTGRES ->
                new PostgresLog(jdbc, new ReplicationSlot(slot.orElseGet(() -> slotOf(source))), publication);
            case MARIADB -> new MariaDbLog(jdbc);
            default ->
                throw SettingValues.wrong("变更捕获只支持 jdbc:postgresql: 与 jdbc:mariadb:，不支持 " + jdbc.address()
                        + " / changes are captured from jdbc:postgresql: and jdbc:mariadb: alone, not from "
                        + jdbc.address());
        };
    }

    private static String slotOf(String source) {
        String name = "jiaohui_" + source.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return name.substring(0, Math.min(LONGEST_SLOT, name.length()));
    }
}
