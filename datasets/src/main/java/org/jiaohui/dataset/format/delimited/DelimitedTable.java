package org.jiaohui.dataset.format.delimited;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** One reading of a delimited file: hands out spans, and the buffers that are used again from span to span. */
final class DelimitedTable implements TableSource {
    private static final int BUFFER = 4 << 20;

    private final String name;
    private final Dialect dialect;
    private final TableSchema schema;
    private final int expectedFields;
    private final int[] fieldOf;
    private final Spans spans;
    private final ConcurrentLinkedQueue<byte[]> buffers = new ConcurrentLinkedQueue<>();
    private volatile long bytesRead;

    /** @param fieldOf for each column of the schema the field that holds it */
    DelimitedTable(String name, Dialect dialect, TableSchema schema, int expectedFields, int[] fieldOf, Spans spans) {
        this.name = name;
        this.dialect = dialect;
        this.schema = schema;
        this.expectedFields = expectedFields;
        this.fieldOf = fieldOf.clone();
        this.spans = spans;
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public synchronized Optional<TablePart> nextPart() {
        try {
            Optional<TablePart> part = spans.next().map(span -> new DelimitedPart(this, span));
            bytesRead = spans.bytesCut();
            return part;
        } catch (IOException broken) {
            throw Faults.unreadable(name, broken);
        }
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() {
        try {
            spans.close();
        } catch (IOException broken) {
            throw Faults.unreadable(name, broken);
        }
    }

    String name() {
        return name;
    }

    Dialect dialect() {
        return dialect;
    }

    int expectedFields() {
        return expectedFields;
    }

    /** For each column its field; not to be changed. */
    int[] fieldOf() {
        return fieldOf;
    }

    byte[] borrowBuffer() {
        byte[] buffer = buffers.poll();
        return buffer == null ? new byte[BUFFER] : buffer;
    }

    /** Takes a buffer back when no batch points at it any more; one that has grown is left to the garbage collector. */
    void giveBack(byte[] buffer) {
        if (buffer.length == BUFFER) {
            buffers.add(buffer);
        }
    }
}
