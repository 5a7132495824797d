package org.jiaohui.hub.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/**
 * Writes the demonstration's files; no real organization or facility stands behind any row.
 *
 * @param folder where they are written
 */
record DemoFiles(Path folder) {
    void all() throws IOException {
        Charset gb18030 = Charset.forName("GB18030");
        text("demo-service-areas.csv", StandardCharsets.UTF_8, serviceAreas());
        text("demo-bus-stops-gb18030.csv", gb18030, busStops());
        text("demo-berths.geojson", StandardCharsets.UTF_8, berths());
        text("demo-catalogue.ttl", StandardCharsets.UTF_8, catalogue());
        Files.createDirectories(folder.resolve("sftp"));
        text("sftp/traffic-counts.txt", gb18030, trafficCounts());
        workbook();
        gtfs();
    }

    void text(String name, Charset charset, String content) throws IOException {
        Files.write(folder.resolve(name), content.getBytes(charset));
    }

    static String serviceAreas() {
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

    static String busStops() {
        StringBuilder csv = new StringBuilder("站点编码,站点名称,线路数,启用日期\n");
        for (int i = 1; i <= 300; i++) {
            csv.append(String.format("%06d,演示路口%d站,%d,2024-%02d-%02d%n", i, i, i % 9 + 1, i % 12 + 1, i % 28 + 1));
        }
        return csv.toString();
    }

    /** Counts of one traffic observation point, in GB18030 with {@code |} between the fields, as an exchange partner drops them. */
    static String trafficCounts() {
        StringBuilder csv = new StringBuilder("观测点编码|观测日期|小时|小客车_辆|货车_辆|平均速度_kmh\n");
        for (int i = 0; i < 480; i++) {
            csv.append(String.format(
                    "GC%03d|2026-%02d-%02d|%d|%d|%d|%.1f%n",
                    i % 20 + 1,
                    i / 240 + 1,
                    i / 24 % 28 + 1,
                    i % 24,
                    200 + i * 37 % 900,
                    40 + i * 11 % 300,
                    55 + i % 500 / 10.0));
        }
        return csv.toString();
    }

    void workbook() throws IOException {
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

    static String berths() {
        StringBuilder json = new StringBuilder("{\"type\":\"FeatureCollection\",\"features\":[");
        for (int i = 1; i <= 80; i++) {
            json.append(i == 1 ? "" : ",")
                    .append(String.format(
                            "{\"type\":\"Feature\",\"properties\":{\"code\":\"B%03d\",\"name\":\"演示泊位%d\",\"depth_m\":%.1f},\"geometry\":{\"type\":\"Point\",\"coordinates\":[%.4f,%.4f]}}",
                            i, i, 5 + i % 130 / 10.0, 113.2 + i / 100.0, 22.1 + i / 200.0));
        }
        return json.append("]}\n").toString();
    }

    void gtfs() throws IOException {
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

    static String catalogue() {
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
