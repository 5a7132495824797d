package org.jiaohui.dataset.format.xml;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

/** A StAX reader that closes what it reads from, which StAX itself does not. */
final class ClosingReader extends StreamReaderDelegate {
    private final Reader source;

    ClosingReader(XMLStreamReader xml, Reader source) {
        super(xml);
        this.source = source;
    }

    @Override
    public void close() {
        try (source) {
            super.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }
}
