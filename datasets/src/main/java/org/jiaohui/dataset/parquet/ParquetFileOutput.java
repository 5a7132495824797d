package org.jiaohui.dataset.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.jiaohui.dataset.Digests;

/** One Parquet file being written; its digest is taken on the way. */
public final class ParquetFileOutput implements AutoCloseable {
    private static final long NO_ALIGNMENT = 1L << 40;
    private static final int TRUNCATED_AT = 64;

    private final Path path;
    private final MessageDigest digest = Digests.sha256();
    private final ParquetFileWriter writer;
    private long rows;

    public ParquetFileOutput(Path path, ParquetSchema schema) throws IOException {
        this.path = path;
        writer = new ParquetFileWriter(
                new DigestedFile(),
                schema.message(),
                ParquetFileWriter.Mode.OVERWRITE,
                NO_ALIGNMENT,
                0,
                TRUNCATED_AT,
                TRUNCATED_AT,
                true);
        writer.start();
    }

    public void append(EncodedRowGroup group) throws IOException {
        writer.startBlock(group.rows());
        group.pages().flushToFileWriter(writer);
        writer.endBlock();
        rows += group.rows();
    }

    /** Bytes written so far. */
    public long position() throws IOException {
        return writer.getPos();
    }

    /** Writes the footer and closes the file. */
    public WrittenFile finish() throws IOException {
        writer.end(Map.of());
        return new WrittenFile(
                path,
                Files.size(path),
                rows,
                HexFormat.of().formatHex(digest.digest()),
                writer.getFooter().getBlocks());
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    /**
     * A finished file.
     *
     * @param sha256 lower-case hex
     * @param rowGroups what the footer says of each row group
     */
    public record WrittenFile(Path path, long bytes, long rows, String sha256, List<BlockMetaData> rowGroups) {
        public WrittenFile {
            rowGroups = List.copyOf(rowGroups);
        }
    }

    private final class DigestedFile implements OutputFile {
        @Override
        public PositionOutputStream create(long blockSize) throws IOException {
            return new DigestedStream(Files.newOutputStream(path));
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSize) throws IOException {
            return create(blockSize);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }

    private final class DigestedStream extends PositionOutputStream {
        private final OutputStream out;
        private final byte[] buffer = new byte[1 << 16];
        private int buffered;
        private long position;

        DigestedStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int value) throws IOException {
            if (buffered == buffer.length) {
                drain();
            }
            buffer[buffered++] = (byte) value;
            position++;
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
            if (buffered + length > buffer.length) {
                drain();
            }
            if (length > buffer.length) {
                digest.update(bytes, start, length);
                out.write(bytes, start, length);
            } else {
                System.arraycopy(bytes, start, buffer, buffered, length);
                buffered += length;
            }
            position += length;
        }

        private void drain() throws IOException {
            digest.update(buffer, 0, buffered);
            out.write(buffer, 0, buffered);
            buffered = 0;
        }

        @Override
        public void close() throws IOException {
            drain();
            out.close();
        }
    }
}
