package org.jiaohui.dataset.format.xml;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Holds the characters of an XML document against {@link MarkupLimits}. */
final class MarkupReader extends FilterReader {
    private final MarkupLimits limits = new MarkupLimits();

    MarkupReader(Reader in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            limits.step(value);
        }
        return value;
    }

    @Override
    public int read(char[] buffer, int offset, int size) throws IOException {
        int read = super.read(buffer, offset, size);
        for (int i = offset; i < offset + read; i++) {
            limits.step(buffer[i]);
        }
        return read;
    }
}
