package org.jiaohui.dataset.format.xml;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Holds the bytes of an XML document against {@link MarkupLimits}. Zero bytes are passed over, so that UTF-16 is guarded alike. */
final class MarkupGuard extends FilterInputStream {
    private final MarkupLimits limits = new MarkupLimits();

    MarkupGuard(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value > 0) {
            limits.step(value);
        }
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int size) throws IOException {
        int read = super.read(buffer, offset, size);
        for (int i = offset; i < offset + read; i++) {
            if (buffer[i] != 0) {
                limits.step(buffer[i]);
            }
        }
        return read;
    }
}
