package org.jiaohui.dataset.format.spreadsheet;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.dataset.format.row.CellRow;
import org.jiaohui.dataset.format.row.RowCursor;

/** The rows of a sheet that {@link SheetSpool} has written to a file. */
final class SpooledRows implements RowCursor {
    private final String name;
    private final DataInputStream in;
    private final CellRow held = new CellRow();
    private int left;

    SpooledRows(Path file, String name) {
        this.name = name;
        try {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
        } catch (IOException e) {
            throw Broken.format(name, "ODS/XLS", e);
        }
    }

    @Override
    public boolean next(CellRow row) {
        row.clear();
        try {
            if (left == 0) {
                left = in.readInt();
                if (left == 0) {
                    return false;
                }
                read(held);
            }
        } catch (IOException e) {
            throw Broken.format(name, "ODS/XLS", e);
        }
        left--;
        held.problem().ifPresent(why -> row.refuse(why.column(), why.rule(), why.value(), why.reason()));
        for (int i = 0; i < held.count(); i++) {
            row.set(i, held.bytes(), held.start(i), held.length(i), held.isText(i));
        }
        return true;
    }

    private void read(CellRow row) throws IOException {
        row.clear();
        int cells = in.readInt();
        for (int i = 0; i < cells; i++) {
            int column = in.readUnsignedShort();
            int times = in.readUnsignedShort();
            boolean text = in.readBoolean();
            boolean error = in.readBoolean();
            byte[] value = in.readNBytes(in.readInt());
            for (int at = column; at < column + times; at++) {
                row.set(at, value, 0, value.length, text);
            }
            if (error) {
                String shown = new String(value, StandardCharsets.UTF_8);
                row.refuse(
                        column,
                        "error-cell",
                        shown,
                        "单元格是错误值 %s，请修正公式 / the cell holds the error %s; mend its formula".formatted(shown, shown));
            }
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw Broken.format(name, "ODS/XLS", e);
        }
    }
}
