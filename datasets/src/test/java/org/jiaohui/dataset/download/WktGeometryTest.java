package org.jiaohui.dataset.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WktGeometryTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POINT (1 2) | Point | [1,2]",
                "point(-1.50 2e-3) | Point | [-1.50,2e-3]",
                "SRID=4490;POINT Z (1 2 3) | Point | [1,2,3]",
                "POINT ZM (1 2 3 4) | Point | [1,2,3]",
                "POINT M (1 2 3) | Point | [1,2]",
                "POINTZ (.5 +2 03.) | Point | [0.5,2,3]",
                "POINT EMPTY | Point | []",
                "LINESTRING (1 2, 3 4) | LineString | [[1,2],[3,4]]",
                "POLYGON ((0 0, 1 0, 1 1, 0 0), (2 2, 3 3, 4 4, 2 2)) | Polygon | [[[0,0],[1,0],[1,1],[0,0]],[[2,2],[3,3],[4,4],[2,2]]]",
                "MULTIPOINT ((1 2), (3 4)) | MultiPoint | [[1,2],[3,4]]",
                "MULTIPOINT (1 2, 3 4) | MultiPoint | [[1,2],[3,4]]",
                "MULTIPOLYGON (((0 0, 1 0, 0 0))) | MultiPolygon | [[[[0,0],[1,0],[0,0]]]]"
            })
    void readsShapes(String wkt, String type, String coordinates) throws Exception {
        assertThat(WktGeometry.toGeoJson(wkt))
                .isEqualTo("{\"type\":\"" + type + "\",\"coordinates\":" + coordinates + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "POINT",
                "POINT (1)",
                "POINT (1 2",
                "POINT (1 2) x",
                "CIRCLE (1 2)",
                "POINT (a b)",
                "POINT (1e 2)",
                "LINESTRING ((1 2))x",
                "POINT (1 2\",\"x\":3)",
                "POINT (NaN 2)",
                "POINT (1-2 3)"
            })
    void refusesWhatIsNoGeometry(String wkt) {
        assertThatThrownBy(() -> WktGeometry.toGeoJson(wkt)).isInstanceOf(WktGeometry.BrokenWktException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 100_000})
    void refusesDeepCollections(int depth) {
        assertThatThrownBy(() -> WktGeometry.toGeoJson("GEOMETRYCOLLECTION(".repeat(depth)))
                .isInstanceOf(WktGeometry.BrokenWktException.class);
    }
}
