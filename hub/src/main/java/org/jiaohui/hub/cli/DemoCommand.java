package org.jiaohui.hub.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
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
        text("demo-service-areas.csv", StandardCharsets.UTF_8, serviceAreas());
        file("demo-service-areas", "高速公路服务区", "Expressway service areas", "GL", "demo-service-areas.csv");
        text("demo-bus-stops-gb18030.csv", Charset.forName("GB18030"), busStops());
        file("demo-bus-stops", "公交站点（GB18030 文件）", "Bus stops (a GB18030 file)", "CS", "demo-bus-stops-gb18030.csv");
        workbook();
        file(
                "demo-passenger-volume",
                "客运量月报（工作簿）",
                "Monthly passenger volume (a workbook)",
                "YZ",
                "demo-passenger-volume.xlsx");
        text("demo-berths.geojson", StandardCharsets.UTF_8, berths());
        file("demo-berths", "港口泊位（GeoJSON）", "Port berths (GeoJSON)", "SL", "demo-berths.geojson");
        gtfs();
        file("demo-gtfs", "公交时刻表（GTFS）", "Bus timetable (GTFS)", "CS", "demo-gtfs.zip");
        if (!database.isEmpty()) {
            frontEndDatabase();
        }
        boolean good = runAll();
        tasks.clear();
        source("demo-http", "http", Map.of("url", hub.address() + "/api/v1/datasets/demo-service-areas/download/json"));
        task("demo-http", "服务区（经 HTTP 取自本节点）", "Service areas over HTTP from this node", "GL");
        text("demo-catalogue.ttl", StandardCharsets.UTF_8, catalogue());
        source(
                "demo-catalogue",
                "dcat",
                Map.of("url", folder.resolve("demo-catalogue.ttl").toString()));
        task("demo-catalogue", "外部目录采集", "Harvest of another catalogue", "ZH");
        good &= runAll();
        System.out.println("演示数据已就绪 / demonstration data is ready: " + hub.address() + "/search");
        return good ? 0 : 1;
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

    private void text(String name, Charset charset, String content) throws IOException {
        Files.write(folder.resolve(name), content.getBytes(charset));
    }

    private static String serviceAreas() {
        StringBuilder csv = new StringBuilder("code,name,road,lon,lat,parking_spaces,opened\n");
        for (int i = 1; i <= 240; i++) {
            csv.append(String.format(
                    "SA%04d,演示服务区%03d号,G%d,%.4f,%.4f,%d,20%02d-%02d-01%n",
                    i,
                    i,
                    i % 90 + 1,
                    112 + i % 40 / 10.0,
                    22 + i % 30 / 10.0,
                    60 + i * 7 % 400,
                    5 + i % 20,
                    i % 12 + 1));
        }
        return csv.toString();
    }

    private static String busStops() {
        StringBuilder csv = new StringBuilder("站点编码,站点名称,线路数,启用日期\n");
        for (int i = 1; i <= 300; i++) {
            csv.append(String.format("%06d,演示路口%d站,%d,2024-%02d-%02d%n", i, i, i % 9 + 1, i % 12 + 1, i % 28 + 1));
        }
        return csv.toString();
    }

    private void workbook() throws IOException {
        try (XSSFWorkbook book = new XSSFWorkbook();
                OutputStream out = Files.newOutputStream(folder.resolve("demo-passenger-volume.xlsx"))) {
            XSSFSheet sheet = book.createSheet("客运量");
            String[] header = {"月份", "方式", "客运量_万人", "周转量_万人公里"};
            String[] modes = {"公路", "水路", "铁路", "民航"};
            for (int row = 0; row <= 96; row++) {
                var cells = sheet.createRow(row);
                if (row == 0) {
                    for (int i = 0; i < header.length; i++) {
                        cells.createCell(i).setCellValue(header[i]);
                    }
                    continue;
                }
                cells.createCell(0).setCellValue(String.format("20%02d-%02d", 24 + row / 48, row % 12 + 1));
                cells.createCell(1).setCellValue(modes[row % 4]);
                cells.createCell(2).setCellValue(row * 12.5);
                cells.createCell(3).setCellValue(row * 800.25);
            }
            book.write(out);
        }
    }

    private static String berths() {
        StringBuilder json = new StringBuilder("{\"type\":\"FeatureCollection\",\"features\":[");
        for (int i = 1; i <= 80; i++) {
            json.append(i == 1 ? "" : ",")
                    .append(String.format(
                            "{\"type\":\"Feature\",\"properties\":{\"code\":\"B%03d\",\"name\":\"演示泊位%d\",\"depth_m\":%.1f},\"geometry\":{\"type\":\"Point\",\"coordinates\":[%.4f,%.4f]}}",
                            i, i, 5 + i % 130 / 10.0, 113.2 + i / 100.0, 22.1 + i / 200.0));
        }
        return json.append("]}\n").toString();
    }

    private void gtfs() throws IOException {
        Map<String, String> members = new HashMap<>();
        members.put(
                "agency.txt",
                "agency_id,agency_name,agency_url,agency_timezone\nDEMO,演示公交,https://example.org,Asia/Shanghai\n");
        members.put("routes.txt", "route_id,agency_id,route_short_name,route_long_name,route_type\nR1,DEMO,1,演示一路,3\n");
        members.put(
                "calendar.txt",
                "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nALL,1,1,1,1,1,1,1,20260101,20271231\n");
        members.put("trips.txt", "route_id,service_id,trip_id,trip_headsign\nR1,ALL,T1,演示终点\nR1,ALL,T2,演示终点\n");
        StringBuilder stops = new StringBuilder("stop_id,stop_name,stop_lat,stop_lon\n");
        StringBuilder times = new StringBuilder("trip_id,arrival_time,departure_time,stop_id,stop_sequence\n");
        for (int i = 1; i <= 12; i++) {
            stops.append(String.format("S%02d,演示站%d,%.4f,%.4f%n", i, i, 23.1 + i / 100.0, 113.3 + i / 100.0));
        }
        for (int trip = 1; trip <= 2; trip++) {
            for (int i = 1; i <= 12; i++) {
                times.append(String.format(
                        "T%d,%02d:%02d:00,%02d:%02d:00,S%02d,%d%n", trip, 6 + trip, i * 4, 6 + trip, i * 4, i, i));
            }
        }
        members.put("stops.txt", stops.toString());
        members.put("stop_times.txt", times.toString());
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("demo-gtfs.zip")))) {
            for (String name : members.keySet().stream().sorted().toList()) {
                ZipEntry entry = new ZipEntry(name);
                entry.setTime(1_767_225_600_000L);
                zip.putNextEntry(entry);
                zip.write(members.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (UncheckedIOException broken) {
            throw new IOException(broken);
        }
    }

    private static String catalogue() {
        return """
                @prefix dcat: <http://www.w3.org/ns/dcat#> .
                @prefix dct: <http://purl.org/dc/terms/> .
                @prefix foaf: <http://xmlns.com/foaf/0.1/> .
                <https://example.org/catalogue> a dcat:Catalog ; dct:title "演示目录"@zh ;
                  dcat:dataset <https://example.org/dataset/road-works>, <https://example.org/dataset/ferry-lines> .
                <https://example.org/dataset/road-works> a dcat:Dataset ; dct:title "公路养护施工（演示）"@zh, "Road works (demonstration)"@en ;
                  dct:description "演示数据：外部目录中的一个条目。"@zh ; dct:publisher <https://example.org/demo> ;
                  dcat:distribution [ a dcat:Distribution ; dct:title "CSV" ; dcat:accessURL <https://example.org/road-works.csv> ] .
                <https://example.org/dataset/ferry-lines> a dcat:Dataset ; dct:title "轮渡航线（演示）"@zh, "Ferry lines (demonstration)"@en ;
                  dct:description "演示数据：外部目录中的另一个条目。"@zh ; dct:publisher <https://example.org/demo> .
                <https://example.org/demo> a foaf:Agent ; foaf:name "演示目录维护方"@zh .
                """;
    }
}
