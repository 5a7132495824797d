package org.jiaohui.dataset.format.shapefile;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.dataset.format.row.CellRow;
import org.jiaohui.dataset.format.row.RowCursor;
import org.jiaohui.dataset.format.row.RowTable;
import org.jiaohui.dataset.format.row.SourceColumn;
import org.jiaohui.exchange.table.ColumnType;

/**
 * One layer: the files that share a base name.
 *
 * @param shp geometry
 * @param dbf attributes
 * @param encoding what the source declares for the attributes
 */
public record ShapeLayer(
        String name,
        String file,
        Path shp,
        Path dbf,
        Optional<Path> cpg,
        Optional<Path> prj,
        Optional<String> encoding) {
    /** Half a million points: what is larger as text than a row may be. */
    private static final int MOST_BYTES = 8 << 20;

    private static final Pattern CRS = Pattern.compile("^\\s*[A-Z_]+\\s*\\[\\s*\"([^\"]*)\"");

    /** The layer as a table: its attributes and, last, {@code geometry}. */
    public RowTable table() {
        try (DbaseTable attributes = DbaseTable.open(dbf, cpg, encoding, file)) {
            List<SourceColumn> columns = new ArrayList<>(attributes.columns());
            List<String> names =
                    new ArrayList<>(columns.stream().map(SourceColumn::header).toList());
            names.add("geometry");
            SourceColumn geometry = SourceColumn.ofHeaders(names).getLast().withType(ColumnType.GEOMETRY);
            Optional<String> crs = crs();
            columns.add(crs.isPresent() ? geometry.withNote("CRS: " + crs.get()) : geometry);
            return new RowTable(name, file, columns, () -> new Rows(columns.size() - 1));
        } catch (IOException e) {
            throw Broken.format(file, "Shapefile", e);
        }
    }

    private Optional<String> crs() throws IOException {
        if (prj.isEmpty()) {
            return Optional.empty();
        }
        String text;
        try (var in = Files.newInputStream(prj.get())) {
            text = new String(in.readNBytes(1 << 16), StandardCharsets.UTF_8);
        }
        Matcher matcher = CRS.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private final class Rows implements RowCursor {
        private final int geometryAt;
        private final DbaseTable attributes;
        private final RandomAccessFile shapes;
        private final long end;
        private int index;

        private Rows(int geometryAt) {
            this.geometryAt = geometryAt;
            try {
                attributes = DbaseTable.open(dbf, cpg, encoding, file);
                shapes = new RandomAccessFile(shp.toFile(), "r");
                byte[] header = new byte[100];
                shapes.readFully(header);
                end = 2L * (ByteBuffer.wrap(header).getInt(24) & 0xffffffffL);
                if (ByteBuffer.wrap(header).getInt(0) != 9994 || end > shapes.length()) {
                    throw new IOException("the .shp file is shorter than its header says");
                }
            } catch (IOException e) {
                throw Broken.format(file, "Shapefile", e);
            }
        }

        @Override
        public boolean next(CellRow row) {
            try {
                while (shapes.getFilePointer() < end) {
                    row.clear();
                    boolean present = nextRow(row);
                    index++;
                    if (present) {
                        return true;
                    }
                }
                if (index != attributes.records()) {
                    throw new IOException(".shp holds %d records, .dbf %d".formatted(index, attributes.records()));
                }
                return false;
            } catch (IOException e) {
                throw Broken.format(file, "Shapefile", e);
            }
        }

        private boolean nextRow(CellRow row) throws IOException {
            shapes.readInt();
            long length = 2L * shapes.readInt();
            if (length < 4 || shapes.getFilePointer() + length > end) {
                throw new EOFException("record " + (index + 1) + " of .shp has a wrong length");
            }
            byte[] bytes = new byte[(int) Math.min(length, MOST_BYTES)];
            shapes.readFully(bytes);
            shapes.skipBytes((int) Math.min(Integer.MAX_VALUE, length - bytes.length));
            if (index >= attributes.records()) {
                throw new IOException(".dbf holds only " + attributes.records() + " records");
            }
            if (!attributes.read(index, row)) {
                return false;
            }
            if (length > MOST_BYTES) {
                row.refuse(geometryAt, "geometry", "", "几何超过 8 MB / the geometry is larger than 8 MB");
                return true;
            }
            try {
                String wkt = ShapeGeometry.wkt(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
                if (!wkt.isEmpty()) {
                    row.setText(geometryAt, wkt);
                }
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                String reason = String.valueOf(e.getMessage());
                row.refuse(geometryAt, "geometry", "", "几何记录损坏：" + reason + " / the geometry is damaged: " + reason);
            }
            return true;
        }

        @Override
        public void close() {
            try {
                attributes.close();
                shapes.close();
            } catch (IOException e) {
                throw Broken.format(file, "Shapefile", e);
            }
        }
    }
}
