package org.jiaohui.dataset.rule;

import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.TableSchema.CoordinateRegion;

/**
 * {@code region}: a coordinate lies in the declared box, in degrees; rows without a coordinate are not asked. Source: the dataset's spatial coverage in the
 * directory (dct:spatial of DCAT-AP 3.0.1).
 */
record RegionRule(int longitude, int latitude, CoordinateRegion region) implements Rule {
    @Override
    public void check(Batch batch, RowMarks marks) {
        ColumnVector longitudes = batch.column(longitude);
        ColumnVector latitudes = batch.column(latitude);
        for (int row = 0; row < batch.rows; row++) {
            if (longitudes.nulls[row] || latitudes.nulls[row]) {
                continue;
            }
            double east = degrees(longitudes, row);
            double north = degrees(latitudes, row);
            if (!(east >= region.west() && east <= region.east())) {
                marks.refuse(
                        row,
                        longitude,
                        "region",
                        "经度不在范围内 / the longitude lies outside " + region.west() + ".." + region.east());
            } else if (!(north >= region.south() && north <= region.north())) {
                marks.refuse(
                        row,
                        latitude,
                        "region",
                        "纬度不在范围内 / the latitude lies outside " + region.south() + ".." + region.north());
            }
        }
    }

    private static double degrees(ColumnVector column, int row) {
        return switch (column.type.kind()) {
            case DOUBLE -> column.getDouble(row);
            case DECIMAL -> column.longs[row] / Math.pow(10, column.type.scale());
            case INTEGER -> column.longs[row];
            case TEXT, JSON, GEOMETRY, BOOLEAN, DATE, TIMESTAMP, TIME -> Double.NaN;
        };
    }
}
