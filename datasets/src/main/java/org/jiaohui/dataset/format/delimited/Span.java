package org.jiaohui.dataset.format.delimited;

import java.io.IOException;

/** A stretch of UTF-8 text that begins and ends at record ends. */
interface Span {
    int ordinal();

    /** Reads on into a buffer; -1 at the end. */
    int read(byte[] into, int offset, int length) throws IOException;

    /** The line of the file, from 1, that an offset within the span lies in: for messages. */
    long lineAt(long offset) throws IOException;
}
