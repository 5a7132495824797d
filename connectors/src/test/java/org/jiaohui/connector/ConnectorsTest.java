package org.jiaohui.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every connector promises, and what its documentation must say. */
class ConnectorsTest {
    @TempDir
    Path folder;

    private TestConnectors connectors;

    @BeforeEach
    void start() throws Exception {
        connectors = new TestConnectors(folder);
    }

    @AfterEach
    void stop() {
        connectors.close();
    }

    @Test
    void describesEverySettingInBothLanguages() {
        assertThat(connectors.connectors.descriptions())
                .extracting(ConnectorDescription::type)
                .containsExactly(
                        "file",
                        "http",
                        "rest",
                        "sftp",
                        "ftp",
                        "s3",
                        "kafka",
                        "mqtt",
                        "kamelet",
                        "jdbc",
                        "frontend-db",
                        "cdc",
                        "dcat",
                        "ckan",
                        "data-json",
                        "mobility");
        for (ConnectorDescription each : connectors.connectors.descriptions()) {
            assertThat(each.settings()).extracting(Setting::name).doesNotHaveDuplicates();
            for (Setting setting : each.settings()) {
                assertThat(setting.title()).isNotBlank();
                assertThat(setting.titleEn()).isNotBlank();
                assertThat(setting.name()).matches("[a-z][a-z-]*");
                assertThat(setting.type() == SettingType.CHOICE)
                        .isEqualTo(!setting.choices().isEmpty());
            }
            assertThat(SettingsSchema.of(each)).containsEntry("additionalProperties", false);
        }
    }

    @Test
    void tellsAFormWhereEachSettingBelongs() {
        for (ConnectorDescription each : connectors.connectors.descriptions()) {
            for (Setting setting : each.settings()) {
                assertThat(SettingGroup.of(setting))
                        .as(each.type() + " " + setting.name())
                        .isIn(
                                setting.secret()
                                        ? List.of(SettingGroup.LOGIN)
                                        : setting.required()
                                                ? List.of(SettingGroup.BASIC, SettingGroup.LOGIN)
                                                : List.of(SettingGroup.values()));
            }
        }
        assertThat(SettingsSchema.of(connectors.connectors.get("jdbc").description())
                        .toString())
                .contains(
                        "title=查询（SELECT，与表二选一）, description=Query (SELECT; instead of a table), type=string, group=basic, multiline=true")
                .contains("writeOnly=true, group=login")
                .contains("default=10s, group=more");
    }

    @Test
    void refusesSettingsThatAreUnknownMissingOrOfTheWrongType() {
        for (ConnectorDescription each : connectors.connectors.descriptions()) {
            Map<String, String> right = new HashMap<>();
            each.settings().stream()
                    .filter(Setting::required)
                    .forEach(setting -> right.put(setting.name(), "http://127.0.0.1/"));
            connectors.connectors.check(each.type(), right);
            Map<String, String> unknown = new HashMap<>(right);
            unknown.put("colour", "red");
            wrong(each.type(), unknown, "colour");
            for (Setting setting : each.settings()) {
                if (setting.required()) {
                    Map<String, String> missing = new HashMap<>(right);
                    missing.remove(setting.name());
                    wrong(each.type(), missing, setting.name());
                }
                if (setting.type() != SettingType.TEXT && setting.type() != SettingType.ADDRESS) {
                    Map<String, String> odd = new HashMap<>(right);
                    odd.put(setting.name(), "ä ö");
                    wrong(each.type(), odd, setting.name());
                }
            }
        }
        wrong("telepathy", Map.of(), "telepathy");
    }

    /** Wherever a port stands, it is one before anything is saved. */
    @Test
    void refusesPortsThatAreNone() {
        Map<String, String> sftp = Map.of("host", "h", "user", "u", "directory", "/");
        for (String port : List.of("0", "65536", "70000", "-1", "ssh")) {
            Map<String, String> settings = new HashMap<>(sftp);
            settings.put("port", port);
            assertThatThrownBy(() -> connectors.connectors.check("sftp", settings))
                    .hasMessageContaining("应为 1-65535")
                    .hasMessageContaining("must be 1-65535");
            wrong("sftp", settings, "port");
        }
        connectors.connectors.check("sftp", with(sftp, "port", "65535"));
        for (String server : List.of("h:70000", "a:9092,b:0", "[::1]:65536")) {
            wrong("kafka", Map.of("servers", server, "topic", "t"), "servers");
        }
        connectors.connectors.check("kafka", Map.of("servers", "a:9092,[::1]:9093", "topic", "t"));
        for (String url : List.of(
                "jdbc:postgresql://h:70000/d",
                "jdbc:mariadb://a:3306,b:70000/d",
                "jdbc:sqlserver://h:70000;databaseName=d",
                "jdbc:oracle:thin:@h:70000:SID")) {
            wrong("jdbc", Map.of("url", url, "table", "t"), "url");
        }
        for (String url : List.of(
                "jdbc:postgresql://u:70000@h:5432/d?options=-c%20a,b:70000",
                "jdbc:oracle:thin:@h:1521:SID", "jdbc:oracle:thin:@//h:1521/service")) {
            connectors.connectors.check("jdbc", Map.of("url", url, "table", "t"));
        }
        wrong("http", Map.of("url", "http://h:70000/a"), "url");
        connectors.connectors.check("http", Map.of("url", "http://h:8080/a,b:70000/c?d:70000"));
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(name, value);
        return all;
    }

    @Test
    void documentsEverySetting() throws Exception {
        String page = Files.readString(Path.of("../docs/connectors.md"));
        for (ConnectorDescription each : connectors.connectors.descriptions()) {
            int start = page.indexOf("\n## `" + each.type() + "`");
            assertThat(start).as(each.type()).isPositive();
            int end = page.indexOf("\n## ", start + 4);
            String section = page.substring(start, end < 0 ? page.length() : end);
            for (Setting setting : each.settings()) {
                assertThat(section).contains(row(setting));
            }
        }
    }

    private static String row(Setting setting) {
        return "| `" + setting.name() + "` | " + setting.type().name().toLowerCase(java.util.Locale.ROOT) + " | "
                + (setting.required()
                        ? "required"
                        : setting.defaultValue()
                                .filter(each -> !each.isEmpty())
                                .map(each -> "`" + each + "`")
                                .orElse("–"))
                + " |";
    }

    private void wrong(String type, Map<String, String> settings, String named) {
        assertThatThrownBy(() -> connectors.connectors.check(type, settings))
                .hasMessageContaining(named)
                .isInstanceOfSatisfying(ExchangeException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.SETTINGS_WRONG);
                    assertThat(refused.field())
                            .isEqualTo(named.equals("telepathy") ? Optional.empty() : Optional.of("settings." + named));
                });
    }
}
