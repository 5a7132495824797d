package org.jiaohui.dataset.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jiaohui.dataset.objectstore.FolderObjectStore;
import org.jiaohui.dataset.query.DuckDb;
import org.jiaohui.dataset.query.QuerySettings;
import org.jiaohui.dataset.query.StoredTables;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Downloads.Download;
import org.jiaohui.exchange.dataset.Downloads.ReadyDownload;
import org.jiaohui.exchange.dataset.KeptFiles;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class VersionDownloadsTest {
    private static final TableSchema SCHEMA = TableSchema.of(List.of(
            Column.of("id", ColumnType.INTEGER),
            Column.of("名称", ColumnType.TEXT),
            Column.of("amount", ColumnType.decimal(18, 2)),
            Column.of("ratio", ColumnType.DOUBLE),
            Column.of("day", ColumnType.DATE),
            Column.of("at", ColumnType.TIMESTAMP),
            Column.of("ok", ColumnType.BOOLEAN),
            Column.of("extra", ColumnType.JSON)));

    private static final TableSchema STOPS = TableSchema.of(List.of(
            Column.of("name", ColumnType.TEXT),
            Column.of("lng", ColumnType.DOUBLE),
            Column.of("lat", ColumnType.decimal(9, 6))));

    @TempDir
    static Path home;

    private static StoredTables tables;
    private static DuckDb engine;
    private static VersionDownloads downloads;
    private static DatasetVersion one;
    private static DatasetVersion many;
    private static DatasetVersion stops;
    private static DatasetVersion lines;

    @BeforeAll
    static void publish() throws Exception {
        tables = new StoredTables(home);
        one = tables.publish("one", SCHEMA, rows(0, 2_000));
        many = tables.publish("many", SCHEMA, rows(0, 15_000), rows(15_000, 20_000));
        stops = tables.publish(
                "stops",
                STOPS,
                "SELECT * FROM (VALUES ('朝天门', 106.58::DOUBLE, 29.565000::DECIMAL(9,6)), ('无', NULL, NULL)) t(name, lng, lat)");
        lines = tables.publish(
                "lines",
                TableSchema.of(List.of(Column.of("n", ColumnType.INTEGER), Column.of("shape", ColumnType.GEOMETRY))),
                "SELECT * FROM (VALUES (1::BIGINT, 'MULTILINESTRING ((1.50 2, 3 4), (5 6, 7 8))'), (2, 'rubbish'), (3, NULL)) t(n, shape)");
        engine = new DuckDb(QuerySettings.under(home, List.of(tables.folder)));
        downloads = new VersionDownloads(
                engine, tables, tables.local, originals(new FolderObjectStore(home.resolve("none"))));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static String rows(int from, int to) {
        return "SELECT i AS id, CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN '=1+\"1\"' WHEN 3 THEN '换\n行,_x0041_' ELSE '站' END"
                + " AS \"名称\", (9999999999999999.99 - i)::DECIMAL(18,2) AS amount, CASE WHEN i = 7 THEN 'nan'::DOUBLE ELSE i / 3.0::DOUBLE END AS ratio,"
                + " DATE '2025-01-01' + i::INTEGER AS day, TIMESTAMP '2025-01-01 00:00:00' + to_milliseconds(i * 500) AS at, i % 2 = 0 AS ok,"
                + " '{\"k\":' || i || '}' AS extra FROM range(" + from + ", " + to + ") t(i)";
    }

    private static String sums(String relation) throws Exception {
        return StoredTables.ask(
                "SELECT count(*) || ' ' || sum(id) || ' ' || sum(amount) || ' ' || count(\"名称\") || ' ' || max(day) || ' ' || max(\"at\")"
                        + " FROM " + relation);
    }

    private static String stored(DatasetVersion version) {
        return "read_parquet(" + DuckDb.literal(tables.folder + "/" + version.dataset() + "/*.parquet") + ")";
    }

    @Test
    void csvHoldsEveryRowExactly() throws Exception {
        ReadyDownload csv = downloads.open(many, "csv");
        assertThat(csv.fileName()).isEqualTo("many-v1.csv");
        assertThat(csv.mediaType()).startsWith("text/csv");
        assertThat(csv.bytes()).isEqualTo(Files.size(csv.file()));
        assertThat(csv.sha256()).isEqualTo(sha256(csv.file()));
        String start = Files.readString(csv.file()).substring(0, 400);
        assertThat(start)
                .startsWith(
                        "id,名称,amount,ratio,day,at,ok,extra\n0,,9999999999999999.99,0.0,2025-01-01,2025-01-01T00:00:00,true,\"{\"\"k\"\":0}\"\n1,\"\",9999999999999998.99,")
                .contains("\n2,\"=1+\"\"1\"\"\",")
                .doesNotContain("\r");
        assertThat(
                        sums(
                                "read_csv(" + DuckDb.literal(csv.file().toString())
                                        + ", header = true, allow_quoted_nulls = false, quote = '\"', escape = '\"', types = {'amount': 'DECIMAL(18,2)'}, new_line = '\\n')"))
                .isEqualTo(sums(stored(many)));
    }

    @Test
    void jsonHoldsEveryRowExactly() throws Exception {
        Path file = downloads.open(one, "json").file();
        JsonNode rows = new ObjectMapper().readTree(Files.readString(file));
        assertThat(rows.size()).isEqualTo(2_000);
        assertThat(rows.get(3).get("名称").asString()).isEqualTo("换\n行,_x0041_");
        assertThat(rows.get(3).get("at").asString()).isEqualTo("2025-01-01T00:00:01.5");
        assertThat(rows.get(3).get("extra").get("k").asInt()).isEqualTo(3);
        assertThat(rows.get(0).get("名称").isNull()).isTrue();
        assertThat(rows.get(7).get("ratio").isNull()).isTrue();
        assertThat(Files.readString(file)).contains("\"amount\":9999999999999996.99,");
    }

    @Test
    void parquetIsTheDataFileOrAllOfThem() throws Exception {
        Path stored = tables.folder.resolve("one/v1-0.parquet");
        assertThat(downloads.open(one, "parquet").file()).hasSameBinaryContentAs(stored);
        Path joined = downloads.open(many, "parquet").file();
        assertThat(sums("read_parquet(" + DuckDb.literal(joined.toString()) + ")"))
                .isEqualTo(sums(stored(many)));
    }

    @Test
    void workbookOpensWithTypesKept() throws Exception {
        ReadyDownload xlsx = downloads.open(one, "xlsx");
        try (XSSFWorkbook workbook = new XSSFWorkbook(Files.newInputStream(xlsx.file()))) {
            Sheet sheet = workbook.getSheetAt(0);
            assertThat(sheet.getLastRowNum()).isEqualTo(2_000);
            assertThat(sheet.getRow(0).getCell(1).getStringCellValue()).isEqualTo("名称");
            double sum = 0;
            for (int i = 1; i <= 2_000; i++) {
                sum += sheet.getRow(i).getCell(0).getNumericCellValue();
            }
            assertThat(sum).isEqualTo(1_999_000);
            Row row = sheet.getRow(4);
            assertThat(row.getCell(1).getStringCellValue()).isEqualTo("换\n行,_x0041_");
            assertThat(row.getCell(2).getStringCellValue()).isEqualTo("9999999999999996.99");
            assertThat(row.getCell(3).getNumericCellValue()).isEqualTo(1.0);
            assertThat(row.getCell(4).getLocalDateTimeCellValue().toLocalDate()).hasToString("2025-01-04");
            assertThat(row.getCell(5).getLocalDateTimeCellValue()).hasToString("2025-01-01T00:00:01.500");
            assertThat(row.getCell(6).getBooleanCellValue()).isFalse();
            Cell formula = sheet.getRow(3).getCell(1);
            assertThat(formula.getStringCellValue()).isEqualTo("=1+\"1\"");
        }
    }

    @Test
    void longWorkbookSaysThatItIsCut() throws Exception {
        DatasetVersion big = tables.publish(
                "big",
                TableSchema.of(List.of(Column.of("n", ColumnType.INTEGER))),
                "SELECT i AS n FROM range(1000001) t(i)");
        Download offer = downloads.list(big).stream()
                .filter(download -> download.format().equals("xlsx"))
                .findFirst()
                .orElseThrow();
        assertThat(offer.rows()).isEqualTo(1_000_000);
        assertThat(offer.note().orElseThrow()).startsWith("仅前 1,000,000 行").contains(" / the first 1,000,000 rows");
        assertThat(downloads.list(big)).extracting(Download::format).containsExactly("csv", "parquet", "json", "xlsx");
    }

    @Test
    void geoJsonTakesPointsFromCoordinateColumns() throws Exception {
        JsonNode features = new ObjectMapper()
                .readTree(Files.readString(downloads.open(stops, "geojson").file()))
                .get("features");
        assertThat(features.size()).isEqualTo(2);
        assertThat(features.get(0).get("geometry").get("coordinates").get(0).asDouble())
                .isEqualTo(106.58);
        assertThat(features.get(0).get("properties").get("name").asString()).isEqualTo("朝天门");
        assertThat(features.get(1).get("geometry").isNull()).isTrue();
    }

    @Test
    void geoJsonTakesGeometriesAndCountsBrokenOnes() throws Exception {
        String json = Files.readString(downloads.open(lines, "geojson").file());
        JsonNode features = new ObjectMapper().readTree(json).get("features");
        assertThat(json).contains("{\"type\":\"MultiLineString\",\"coordinates\":[[[1.50,2],[3,4]],[[5,6],[7,8]]]}");
        assertThat(features.get(1).get("geometry").isNull()).isTrue();
        assertThat(features.get(0).get("properties").toString()).isEqualTo("{\"n\":1}");
        Optional<String> note = downloads.list(lines).stream()
                .filter(download -> download.format().equals("geojson"))
                .findFirst()
                .flatMap(Download::note);
        assertThat(note.orElseThrow()).startsWith("1 行");
    }

    @Test
    void refusesFormatsThatDoNotApply() {
        for (String format : List.of("geojson", "original", "exe", "../csv")) {
            assertThatThrownBy(() -> downloads.open(one, format))
                    .isInstanceOfSatisfying(
                            ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ACCEPTABLE));
        }
    }

    @Test
    void callersAtOnceShareOneMaking() throws Exception {
        DatasetVersion shared = tables.publish("shared", SCHEMA, rows(0, 20_000), rows(20_000, 30_000));
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<Callable<Object>> calls = IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<Object>) () ->
                            Files.readAttributes(downloads.open(shared, "csv").file(), "unix:ino"))
                    .toList();
            List<Object> inodes = callers.invokeAll(calls).stream()
                    .map(future -> future.resultNow())
                    .distinct()
                    .toList();
            assertThat(inodes).hasSize(1);
        }
        try (var files = Files.list(home.resolve("derived/shared/v1"))) {
            assertThat(files.map(file -> file.getFileName().toString()).sorted())
                    .containsExactly("shared-v1.csv", "shared-v1.csv.sha256");
        }
        Download offer = downloads.list(shared).getFirst();
        assertThat(offer.ready()).isTrue();
        assertThat(offer.sha256()).contains(sha256(home.resolve("derived/shared/v1/shared-v1.csv")));
    }

    @Test
    void keepsTheOriginalAsItCame() throws Exception {
        FolderObjectStore objects = new FolderObjectStore(home.resolve("kept"));
        Path came = Files.writeString(tables.folder.resolve("came.csv"), "a,b\n");
        objects.put("客流.csv", came);
        VersionDownloads keeping = new VersionDownloads(engine, tables, tables.local, originals(objects));
        assertThat(keeping.list(one))
                .filteredOn(offer -> offer.format().equals("original"))
                .singleElement()
                .satisfies(offer -> assertThat(offer.bytes()).contains(4L));
        ReadyDownload original = keeping.open(one, "original");
        assertThat(original.fileName()).isEqualTo("客流.csv");
        assertThat(original.mediaType()).isEqualTo("text/csv");
        assertThat(original.sha256()).isEqualTo(sha256(came));
        assertThat(original.file()).hasContent("a,b\n");
        Files.delete(original.file());
    }

    /** Whatever lies in the object store is the original of every version. */
    private static KeptFiles originals(FolderObjectStore objects) {
        return new KeptFiles() {
            @Override
            public void keepOriginal(RunId run, DatasetId dataset, SpooledFile file) {
                objects.put(file.name(), file.path());
            }

            @Override
            public Optional<KeptFile> findOriginal(RunId run, DatasetId dataset) {
                return objects.list("").stream()
                        .findFirst()
                        .map(object -> new KeptFile(object.key(), object.bytes(), () -> objects.open(object.key())));
            }

            @Override
            public Optional<KeptFile> findQuarantine(RunId run, DatasetId dataset) {
                return Optional.empty();
            }
        };
    }

    private static String sha256(Path file) {
        try (ByteArrayInputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
