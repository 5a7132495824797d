package org.jiaohui.dataset.format.spreadsheet;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.dataset.format.row.CellRow;
import org.jiaohui.dataset.format.row.RowCursor;
import org.jiaohui.dataset.format.xml.SafeXml;

/** The rows of one XLSX sheet in order; rows that the file leaves out are left out here too. */
final class XlsxRows implements RowCursor {
    /** A cell's text may hold 32,767 characters; more than this in one cell is an attack. */
    static final int MOST_CHARACTERS = 1 << 20;

    /** What the cells of a sheet may hold of shared texts: a small file can repeat a long text a million times. */
    private static final long MOST_COPIED = 8L << 30;

    private final String name;
    private final InputStream in;
    private final XMLStreamReader xml;
    private final SharedTexts texts;
    private final List<CellText.Kind> styles;
    private final boolean from1904;
    private final FormulaCells formulas;
    private final StringBuilder value = new StringBuilder();
    private long formulaCells;
    private long copied;

    XlsxRows(
            String name,
            InputStream in,
            SharedTexts texts,
            List<CellText.Kind> styles,
            boolean from1904,
            FormulaCells formulas) {
        this.name = name;
        this.in = in;
        this.texts = texts;
        this.styles = styles;
        this.from1904 = from1904;
        this.formulas = formulas;
        try {
            xml = SafeXml.open(in);
        } catch (XMLStreamException e) {
            throw Broken.format(name, "XLSX", e);
        }
    }

    @Override
    public boolean next(CellRow row) {
        row.clear();
        try {
            while (xml.hasNext()) {
                int event = SafeXml.next(xml);
                if (event == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("row")) {
                    readRow(row);
                    return true;
                }
                if (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals("sheetData")) {
                    return false;
                }
            }
            return false;
        } catch (XMLStreamException | NumberFormatException e) {
            throw Broken.format(name, "XLSX", e);
        }
    }

    private void readRow(CellRow row) throws XMLStreamException {
        int column = 0;
        while (xml.hasNext()) {
            int event = SafeXml.next(xml);
            if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("c")) {
                String reference = SafeXml.attribute(xml, "r");
                column = reference.isEmpty() ? column : columnOf(reference);
                readCell(row, column);
                column++;
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && xml.getLocalName().equals("row")) {
                return;
            }
        }
    }

    private void readCell(CellRow row, int column) throws XMLStreamException {
        String type = SafeXml.attribute(xml, "t");
        String style = SafeXml.attribute(xml, "s");
        value.setLength(0);
        boolean taking = false;
        boolean formula = false;
        boolean done = false;
        int phonetic = 0;
        while (!done && xml.hasNext()) {
            int event = SafeXml.next(xml);
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "v", "t" -> taking = phonetic == 0;
                    case "rPh" -> phonetic++;
                    case "f" -> formula = true;
                    default -> {}
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "v", "t" -> taking = false;
                    case "rPh" -> phonetic--;
                    case "c" -> done = true;
                    default -> {}
                }
            } else if (taking
                    && (event == XMLStreamConstants.CHARACTERS
                            || event == XMLStreamConstants.CDATA
                            || event == XMLStreamConstants.SPACE)) {
                value.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                if (value.length() > MOST_CHARACTERS) {
                    throw new XMLStreamException("a cell holds more than " + MOST_CHARACTERS + " characters");
                }
            }
        }
        set(row, column, type, style, formula);
    }

    private void set(CellRow row, int column, String type, String style, boolean formula) throws XMLStreamException {
        if (formula) {
            formulaCells++;
        }
        if (value.isEmpty()) {
            if (formula && !type.equals("str")) {
                row.refuse(column, "formula", "", "公式单元格没有保存计算结果 / a formula cell was saved without its value");
            }
            return;
        }
        String text = value.toString();
        switch (type) {
            case "s" -> {
                if (!texts.copy(Integer.parseInt(text.strip()), row, column)) {
                    throw new XMLStreamException("shared string " + text + " does not exist");
                }
                copied += row.length(column);
                if (copied > MOST_COPIED) {
                    throw new XMLStreamException(
                            "its cells repeat more than " + (MOST_COPIED >> 30) + " GB of shared texts");
                }
            }
            case "str", "inlineStr" -> row.setText(column, SharedTexts.unescape(text));
            case "b" -> row.setValue(column, text.strip().equals("1") ? "true" : "false");
            case "e" -> {
                row.setText(column, text);
                row.refuse(
                        column,
                        "error-cell",
                        text,
                        "单元格是错误值 %s，请修正公式 / the cell holds the error %s; mend its formula".formatted(text, text));
            }
            case "d" -> row.setValue(column, text);
            default -> {
                int index = style.isEmpty() ? 0 : Integer.parseInt(style);
                CellText.Kind kind = index < styles.size() ? styles.get(index) : CellText.Kind.NUMBER;
                row.setValue(column, CellText.of(text.strip(), kind, from1904));
            }
        }
    }

    /** The column of {@code AB12}, from 0. */
    private static int columnOf(String reference) throws XMLStreamException {
        int column = 0;
        int i = 0;
        while (i < reference.length() && i < 4 && Character.isLetter(reference.charAt(i))) {
            column = column * 26 + (Character.toUpperCase(reference.charAt(i)) - 'A' + 1);
            i++;
        }
        if (column < 1 || column > 16_384) {
            throw new XMLStreamException("\"" + reference + "\" is not a cell");
        }
        return column - 1;
    }

    @Override
    public void close() {
        formulas.met(name.substring(name.lastIndexOf('!') + 1), formulaCells);
        try {
            xml.close();
            in.close();
        } catch (XMLStreamException | IOException e) {
            throw Broken.format(name, "XLSX", e);
        }
    }
}
