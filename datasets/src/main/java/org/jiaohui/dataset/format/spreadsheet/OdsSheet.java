package org.jiaohui.dataset.format.spreadsheet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jiaohui.dataset.format.xml.SafeXml;

/**
 * Turns one {@code table:table} into the file that {@link SpooledRows} reads. The format writes equal neighbours once with a count; a sheet of a few bytes can so
 * announce billions of cells, therefore rows and columns are held against the limits that spreadsheets themselves have. Blank rows are written once, however
 * often they are repeated.
 */
final class OdsSheet {
    private static final String TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    private static final int MOST_ROWS = 1 << 20;
    private static final int MOST_COLUMNS = 16_384;

    private final XMLStreamReader xml;
    private long rows;
    private long formulaCells;

    OdsSheet(XMLStreamReader xml) {
        this.xml = xml;
    }

    static boolean isTable(XMLStreamReader xml, String element) {
        return xml.getLocalName().equals(element) && TABLE.equals(xml.getNamespaceURI());
    }

    /** An attribute of the table's namespace; empty when absent. */
    static String table(XMLStreamReader xml, String attribute) {
        return Optional.ofNullable(xml.getAttributeValue(TABLE, attribute)).orElse("");
    }

    /** Goes behind the end of the element that has just started. */
    static void skip(XMLStreamReader xml) throws XMLStreamException {
        for (int depth = 1; depth > 0; ) {
            int event = SafeXml.next(xml);
            depth += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }

    /** Reads the sheet whose element has just started to its end; returns how many formula cells it has. */
    long spool(Path file) throws IOException, XMLStreamException {
        try (SheetSpool out = new SheetSpool(file)) {
            while (true) {
                int event = SafeXml.next(xml);
                if (event == XMLStreamConstants.END_ELEMENT && isTable(xml, "table")) {
                    out.end();
                    return formulaCells;
                }
                if (event == XMLStreamConstants.START_ELEMENT && isTable(xml, "table-row")) {
                    int repeat = count(table(xml, "number-rows-repeated"));
                    write(cells(), repeat, out);
                }
            }
        }
    }

    private static int count(String repeated) {
        return repeated.isEmpty() ? 1 : Math.clamp(Long.parseLong(repeated), 1, Integer.MAX_VALUE / 2);
    }

    private List<SheetSpool.Cell> cells() throws XMLStreamException {
        List<SheetSpool.Cell> cells = new ArrayList<>();
        long column = 0;
        while (true) {
            int event = SafeXml.next(xml);
            if (event == XMLStreamConstants.END_ELEMENT && isTable(xml, "table-row")) {
                return cells;
            }
            if (event == XMLStreamConstants.START_ELEMENT
                    && (isTable(xml, "table-cell") || isTable(xml, "covered-table-cell"))) {
                int times = count(table(xml, "number-columns-repeated"));
                OdsCell cell = OdsCell.read(xml);
                if (!cell.value().isEmpty()) {
                    if (column + times > MOST_COLUMNS) {
                        throw new XMLStreamException(
                                "row " + (rows + 1) + " has more than " + MOST_COLUMNS + " columns");
                    }
                    cells.add(new SheetSpool.Cell((int) column, times, cell.value(), cell.text(), cell.error()));
                    formulaCells += cell.formula() ? times : 0;
                }
                column += times;
            }
        }
    }

    private void write(List<SheetSpool.Cell> cells, int repeat, SheetSpool out) throws IOException, XMLStreamException {
        int times = cells.isEmpty() ? 1 : repeat;
        rows += times;
        if (rows > MOST_ROWS) {
            throw new XMLStreamException("more than " + MOST_ROWS + " rows");
        }
        out.row(cells, times);
    }
}
