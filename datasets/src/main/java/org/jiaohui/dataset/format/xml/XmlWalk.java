package org.jiaohui.dataset.format.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** Goes through a document and stops at each row. Nothing but the row and the open elements around it is in memory. */
final class XmlWalk implements AutoCloseable {
    /** What a row may take, counted as its characters and something for every element and attribute. */
    private static final long MOST = 32L << 20;

    private static final int MOST_REMEMBERED = 100;
    private static final int LONGEST_REMEMBERED = 1_000;
    private static final int MOST_TOGETHER = 10;

    private final XmlText text;
    private final RowsPath path;
    private final XMLStreamReader xml;
    private final List<XmlElement> open = new ArrayList<>();
    private long held;

    XmlWalk(XmlText text, RowsPath path) {
        this.text = text;
        this.path = path;
        xml = text.open();
    }

    /** The next row with its ancestors; empty at the end. A row within a row belongs to the outer one. */
    Optional<XmlElement> next() {
        try {
            while (xml.hasNext()) {
                switch (SafeXml.next(xml)) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        XmlElement element = XmlElement.started(xml, innermost());
                        open.add(element);
                        held += element.attributesLength();
                        if (held > MOST) {
                            throw tooLong(element, xml.getLocation().getLineNumber());
                        }
                        if (path.matches(open)) {
                            read(element);
                            leave();
                            innermost().ifPresent(around -> around.grow(MOST_TOGETHER));
                            return Optional.of(element);
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> remember(leave());
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> passing();
                    default -> {}
                }
            }
            return Optional.empty();
        } catch (XMLStreamException e) {
            throw text.broken(e);
        }
    }

    private XmlElement leave() {
        XmlElement ended = open.removeLast();
        held -= ended.attributesLength();
        return ended;
    }

    private Optional<XmlElement> innermost() {
        return open.isEmpty() ? Optional.empty() : Optional.of(open.getLast());
    }

    /** Short texts beside rows, and small elements of such, are kept for columns that reach out of the row. */
    private void remember(XmlElement ended) {
        if (open.isEmpty()) {
            return;
        }
        XmlElement around = open.getLast();
        boolean small = ended.size() <= MOST_TOGETHER && ended.attributesLength() < LONGEST_REMEMBERED;
        if (small && around.children().size() < MOST_REMEMBERED) {
            around.children().add(ended);
            around.grow(ended.size());
        } else {
            around.grow(MOST_TOGETHER);
        }
    }

    private void passing() {
        XmlElement around = open.getLast();
        if (around.text().length() < LONGEST_REMEMBERED) {
            around.text().append(xml.getText(), 0, Math.min(xml.getTextLength(), LONGEST_REMEMBERED));
        }
    }

    private void read(XmlElement row) throws XMLStreamException {
        int line = xml.getLocation().getLineNumber();
        long size = 0;
        XmlElement at = row;
        int depth = 1;
        while (depth > 0) {
            switch (SafeXml.next(xml)) {
                case XMLStreamConstants.START_ELEMENT -> {
                    XmlElement child = XmlElement.started(xml, Optional.of(at));
                    at.children().add(child);
                    at = child;
                    depth++;
                    size += 100 + child.attributesLength();
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    at = at.parent().orElse(at);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    size += xml.getTextLength();
                    at.text().append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                }
                default -> {}
            }
            if (size > MOST) {
                throw tooLong(row, line);
            }
        }
    }

    private ExchangeException tooLong(XmlElement row, int line) {
        long most = MOST >> 20;
        return new ExchangeException(
                ErrorCode.RECORD_TOO_LONG,
                "%s 第 %d 行开始的元素 <%s> 超过 %d MB，不能作为一行；请核对文件，或用 rowsPath 指明更里层的元素 / the element <%s> that starts in line %d of %s is longer than %d MB and cannot be one row; check the file, or name an inner element by rowsPath"
                        .formatted(
                                text.name(),
                                line,
                                row.qualifiedName(),
                                most,
                                row.qualifiedName(),
                                line,
                                text.name(),
                                most));
    }

    @Override
    public void close() {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }
}
