package org.jiaohui.hub.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.hub.embedded.HubHome;
import tools.jackson.databind.JsonNode;

/** {@code demo}: makes small sources, all demonstration data written by this project, registers them and runs them. */
public final class DemoCommand {
    private static final Map<String, String> PUBLISHER =
            Map.of("code", "demo", "name", "演示提供方（演示数据）", "nameEn", "Demonstration provider");
    private static final String NOTE = "演示数据，由本软件生成，不代表任何真实单位或设施。";

    private final HubClient hub;
    private final Path folder;
    private final String database;
    private final List<String> tasks = new ArrayList<>();

    private DemoCommand(HubClient hub, Path folder, String database) {
        this.hub = hub;
        this.folder = folder;
        this.database = database;
    }

    public static int run(Arguments arguments) {
        HubHome home = HubHome.open(arguments.home());
        try {
            Path folder = Files.createDirectories(home.resolve("demo"));
            String database = Files.exists(home.resolve("database.url"))
                    ? Files.readString(home.resolve("database.url")).strip()
                    : "";
            return new DemoCommand(HubClient.of(home), folder, database).load();
        } catch (IOException broken) {
            throw new ExchangeException(
                    ErrorCode.DISK_FULL,
                    "演示数据无法写入 / demonstration data cannot be written: " + broken.getMessage(),
                    broken);
        }
    }

    private int load() throws IOException {
        new DemoFiles(folder).all();
        file("demo-service-areas", "高速公路服务区", "Expressway service areas", "GL", "demo-service-areas.csv");
        file("demo-bus-stops", "公交站点（GB18030 文件）", "Bus stops (a GB18030 file)", "CS", "demo-bus-stops-gb18030.csv");
        file(
                "demo-passenger-volume",
                "客运量月报（工作簿）",
                "Monthly passenger volume (a workbook)",
                "YZ",
                "demo-passenger-volume.xlsx");
        file("demo-berths", "港口泊位（GeoJSON）", "Port berths (GeoJSON)", "SL", "demo-berths.geojson");
        file("demo-gtfs", "公交时刻表（GTFS）", "Bus timetable (GTFS)", "CS", "demo-gtfs.zip");
        sftpDrop();
        if (!database.isEmpty()) {
            frontEndDatabase();
        }
        boolean good = runAll();
        tasks.clear();
        source("demo-http", "http", Map.of("url", hub.address() + "/api/v1/datasets/demo-service-areas/download/json"));
        task("demo-http", "服务区（经 HTTP 取自本节点）", "Service areas over HTTP from this node", "GL");
        source(
                "demo-catalogue",
                "dcat",
                Map.of("url", folder.resolve("demo-catalogue.ttl").toString()));
        task("demo-catalogue", "外部目录采集", "Harvest of another catalogue", "ZH");
        good &= runAll();
        System.out.println("演示数据已就绪 / demonstration data is ready: " + hub.address() + "/search");
        return good ? 0 : 1;
    }

    private void sftpDrop() {
        JsonNode drop = hub.postJson("/api/v1/demonstration/sftp", Map.of());
        source(
                "demo-sftp",
                "sftp",
                Map.of(
                        "host",
                        drop.path("host").asString(""),
                        "port",
                        Integer.toString(drop.path("port").asInt()),
                        "user",
                        drop.path("user").asString(""),
                        "password",
                        drop.path("password").asString(""),
                        "known-hosts",
                        drop.path("knownHosts").asString(""),
                        "files",
                        "traffic-counts.txt"));
        task("demo-sftp", "交通量观测（SFTP 投递）", "Traffic counts (an SFTP drop)", "GL");
    }

    private boolean runAll() {
        boolean good = true;
        for (String task : tasks) {
            JsonNode started = hub.postJson("/api/v1/tasks/" + task + "/runs", Map.of());
            JsonNode run = hub.await(started.path("id").asString(""), state -> {});
            String outcome = run.path("outcome").asString("");
            good &= outcome.equals("Published") || outcome.equals("Unchanged");
            System.out.printf(
                    "%-24s %-10s 读取 read %6d · 拒绝 refused %4d · 发布 published %6d %s%n",
                    task,
                    outcome,
                    run.path("read").asLong(),
                    run.path("refused").asLong(),
                    run.path("published").asLong(),
                    run.path("error").path("message").asString(""));
        }
        return good;
    }

    private void file(String id, String title, String titleEn, String theme, String name) {
        source(id, "file", Map.of("path", folder.resolve(name).toString()));
        task(id, title, titleEn, theme);
    }

    private void source(String id, String connector, Map<String, String> settings) {
        hub.postJson("/api/v1/sources", Map.of("id", id, "connector", connector, "title", id, "settings", settings));
    }

    private void task(String id, String title, String titleEn, String theme) {
        Map<String, Object> body = new HashMap<>();
        body.put("id", id);
        body.put("source", id);
        body.put("title", title + "【演示】");
        body.put("titleEn", titleEn + " (demonstration)");
        body.put("summary", NOTE + title + "。");
        body.put(
                "summaryEn",
                "Demonstration data made by this software; no real organization or facility. " + titleEn + ".");
        body.put("publisher", PUBLISHER);
        body.put("themes", List.of(theme));
        body.put("region", "440000");
        body.put("keywords", List.of("演示数据", title));
        body.put("updateCycle", "MONTHLY");
        body.put("license", "https://creativecommons.org/publicdomain/zero/1.0/");
        hub.postJson("/api/v1/tasks", body);
        tasks.add(id);
    }

    private void frontEndDatabase() {
        try (Connection connection = DriverManager.getConnection(database, "postgres", "postgres");
                Statement sql = connection.createStatement()) {
            sql.execute("create schema if not exists demo_front_end");
            sql.execute("drop table if exists demo_front_end.toll_passage");
            sql.execute(
                    "create table demo_front_end.toll_passage (id bigint primary key, plate text not null, station_code text not null,"
                            + " passed_at timestamp not null, fee_yuan numeric(10,2) not null, weight_t numeric(8,2))");
            sql.execute(
                    "insert into demo_front_end.toll_passage select n, '粤A' || lpad((n % 100000)::text, 5, '0'), 'G' || (1000 + n % 97),"
                            + " timestamp '2026-01-01' + n * interval '37 seconds', round((n % 9700) / 13.0, 2), case when n % 7 = 0 then null else round((n % 490) / 10.0, 2) end"
                            + " from generate_series(1, 20000) n");
        } catch (SQLException broken) {
            throw new ExchangeException(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "演示前置库无法建立 / the demonstration database cannot be made: " + broken.getMessage(),
                    broken);
        }
        source(
                "demo-front-end",
                "jdbc",
                Map.of(
                        "url",
                        database,
                        "user",
                        "postgres",
                        "password",
                        "postgres",
                        "schema",
                        "demo_front_end",
                        "table",
                        "toll_passage"));
        task("demo-front-end", "收费站通行记录（前置库）", "Toll passages (front-end database)", "GL");
    }
}
