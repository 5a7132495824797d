package org.jiaohui.dataset.parquet;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Decompresses the pages of our own data files, which are zstd or plain, without Hadoop's codecs. */
final class ZstdReading implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("data files are written by RowGroupEncoder");
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case ZSTD -> new Pages();
            case UNCOMPRESSED -> new Plain();
            case SNAPPY, GZIP, LZO, BROTLI, LZ4, LZ4_RAW ->
                throw new IllegalArgumentException("data files are never compressed with " + codec);
        };
    }

    @Override
    public void release() {
        // Nothing is held between pages.
    }

    private static final class Pages implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput page, int size) throws IOException {
            return BytesInput.from(
                    expand(page.toByteBuffer(HeapByteBufferAllocator.getInstance(), buffer -> {}), size));
        }

        @Override
        public void decompress(ByteBuffer input, int compressed, ByteBuffer output, int size) throws IOException {
            output.put(expand(input.slice(input.position(), compressed), size));
            input.position(input.position() + compressed);
        }

        private static byte[] expand(ByteBuffer page, int size) throws IOException {
            byte[] compressed = new byte[page.remaining()];
            page.get(compressed);
            byte[] bytes = new byte[size];
            long written = Zstd.decompress(bytes, compressed);
            if (written != size) {
                throw new IOException("a page has " + written + " bytes instead of " + size);
            }
            return bytes;
        }

        @Override
        public void release() {
            // Nothing is held between pages.
        }
    }

    private static final class Plain implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput page, int size) {
            return page;
        }

        @Override
        public void decompress(ByteBuffer input, int compressed, ByteBuffer output, int size) {
            output.put(input.slice(input.position(), size));
            input.position(input.position() + compressed);
        }

        @Override
        public void release() {
            // Nothing is held between pages.
        }
    }
}
