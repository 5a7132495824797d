package org.jiaohui.dataset.format.delimited;

import java.io.IOException;
import java.util.Optional;

/** Cuts a text into spans in its order; one thread at a time. */
interface Spans extends AutoCloseable {
    /** A record may have this many bytes; a longer one is a fault of the file (a missing quote, a missing line end). */
    int LONGEST_RECORD = 16 << 20;

    /** The next span, or empty at the end. */
    Optional<Span> next() throws IOException;

    /** Bytes of the file that were cut into spans so far. */
    long bytesCut();

    @Override
    void close() throws IOException;
}
