package org.jiaohui.dataset.format.spreadsheet;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jiaohui.dataset.format.xml.SafeXml;

/**
 * One cell of an ODS sheet.
 *
 * @param value the value as text: numbers plainly, dates and times in ISO order
 * @param text whether the sender wrote it as text
 * @param error whether it shows the error of a formula
 */
record OdsCell(String value, boolean text, boolean error, boolean formula) {
    private static final String OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
    private static final String CALC_EXTENSION = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0";

    /** Reads the cell whose element has just started, to its end. */
    static OdsCell read(XMLStreamReader xml) throws XMLStreamException {
        boolean formula = !OdsSheet.table(xml, "formula").isEmpty();
        boolean error = attribute(xml, CALC_EXTENSION, "value-type").equals("error");
        String type = attribute(xml, OFFICE, "value-type");
        String typed = switch (type) {
            case "float", "percentage", "currency" -> CellText.number(attribute(xml, OFFICE, "value"));
            case "date" -> attribute(xml, OFFICE, "date-value");
            case "time" -> time(attribute(xml, OFFICE, "time-value"));
            case "boolean" -> attribute(xml, OFFICE, "boolean-value");
            default -> "";
        };
        String string = attribute(xml, OFFICE, "string-value");
        String shown = paragraphs(xml);
        if (!typed.isEmpty()) {
            return new OdsCell(typed, false, error, formula);
        }
        return new OdsCell(string.isEmpty() ? shown : string, true, error || isError(shown, formula), formula);
    }

    private static boolean isError(String shown, boolean formula) {
        return formula && shown.matches("#(DIV/0!|N/A|NAME\\?|NULL!|NUM!|REF!|VALUE!)|Err:\\d{3}");
    }

    private static String attribute(XMLStreamReader xml, String namespace, String name) {
        return Optional.ofNullable(xml.getAttributeValue(namespace, name)).orElse("");
    }

    /** {@code PT26H30M00S}: hours may go beyond 24. */
    private static String time(String duration) {
        try {
            Duration span = Duration.parse(duration);
            return String.format(
                    Locale.ROOT, "%02d:%02d:%02d", span.toHours(), span.toMinutesPart(), span.toSecondsPart());
        } catch (DateTimeParseException e) {
            return duration;
        }
    }

    /** The paragraphs of the cell itself, joined by line feeds; notes, drawings and tables within it say nothing about its value. */
    private static String paragraphs(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        boolean any = false;
        while (true) {
            int event = SafeXml.next(xml);
            if (event == XMLStreamConstants.END_ELEMENT) {
                return text.toString();
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (xml.getLocalName().equals("p")) {
                    if (any) {
                        text.append('\n');
                    }
                    any = true;
                    paragraph(xml, text);
                } else {
                    OdsSheet.skip(xml);
                }
            }
        }
    }

    private static void paragraph(XMLStreamReader xml, StringBuilder text) throws XMLStreamException {
        for (int depth = 1; depth > 0; ) {
            int event = SafeXml.next(xml);
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth += start(xml, text);
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.CHARACTERS
                    || event == XMLStreamConstants.CDATA
                    || event == XMLStreamConstants.SPACE) {
                text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                if (text.length() > XlsxRows.MOST_CHARACTERS) {
                    throw new XMLStreamException("a cell holds more than " + XlsxRows.MOST_CHARACTERS + " characters");
                }
            }
        }
    }

    /** By how much the depth grows: what is no text of the paragraph is skipped to its end. */
    private static int start(XMLStreamReader xml, StringBuilder text) throws XMLStreamException {
        switch (xml.getLocalName()) {
            case "annotation", "note", "ruby-text", "frame" -> {
                OdsSheet.skip(xml);
                return 0;
            }
            case "s" -> {
                String spaces = SafeXml.attribute(xml, "c");
                text.repeat(' ', spaces.isEmpty() ? 1 : Math.clamp(Long.parseLong(spaces), 1, 1000));
            }
            case "tab" -> text.append('\t');
            case "line-break" -> text.append('\n');
            default -> {}
        }
        return 1;
    }
}
