package org.jiaohui.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jiaohui.dataset.format.OpenedFiles.Rows;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Geometry, documents and old workbooks as they were found in the world. */
class RealLayersTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path work;

    private Rows read(String path) {
        try (var opened = OpenedFiles.open(work, OpenedFiles.realData().resolve(path))) {
            return OpenedFiles.read(opened.tables().getFirst());
        }
    }

    @Test
    void readsShapefilesWithChineseNames() {
        String folder = "cn-shanghai-shenzhen-transit/shapefile/";
        Rows chongqing = read(folder + "chongqing_shp/区县界_area.shp");
        assertThat(chongqing.count()).isEqualTo(38);
        assertThat(chongqing.refused()).isEmpty();
        assertThat(chongqing.cell(0, "NAME")).isEqualTo("奉节县");
        assertThat(chongqing.cell(0, "geometry")).startsWith("POLYGON ((");
        Rows shanghai = read(folder + "shanghai_shp/区县界_area.shp");
        assertThat(shanghai.count()).isEqualTo(17);
        assertThat(shanghai.cell(0, "NAME")).isEqualTo("宝山区");
        Rows metro = read(folder + "metroline2/metroline2.shp");
        assertThat(metro.count()).isEqualTo(2);
        assertThat(metro.cell(0, "linename")).isEqualTo("地铁2号线(徐泾东-浦东国际机场)");
    }

    @Test
    void readsGeoJsonFeatures() {
        Rows shanghai = read("cn-shanghai-transit-geojson/shanghai.json");
        assertThat(shanghai.cell(0, "name")).isEqualTo("上海市");
        assertThat(shanghai.cell(0, "geometry")).startsWith("MULTIPOLYGON (((");
        assertThat(read("cn-admin-divisions/areas.json").refused()).isEmpty();
    }

    @Test
    void refusesAnEncryptedWorkbook() {
        Path file = OpenedFiles.realData().resolve("messy-tables/encrypted_no_password.xls");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> OpenedFiles.open(work, file))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORMAT_ENCRYPTED));
    }

    @Test
    void readsTheSameFromAnOldWorkbookThatCountsDaysFrom1904() {
        Rows text = read("messy-tables/simple.csv");
        assertThat(text.count()).isEqualTo(6);
        assertThat(read("messy-tables/simple.xls").rows()).isEqualTo(text.rows());
        assertThat(read("messy-tables/simple.xlsx").rows()).isEqualTo(text.rows());
    }
}
