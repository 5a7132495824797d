package org.jiaohui.dataset.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Compresses pages with zstd at level 3, for one thread. The result is valid until the next call: the page store copies it. */
final class ZstdPages implements BytesInputCompressor {
    private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(3);
    private byte[] target = new byte[1 << 16];

    @Override
    public BytesInput compress(BytesInput page) {
        ByteBuffer source = page.toByteBuffer(HeapByteBufferAllocator.getInstance(), buffer -> {});
        int size = source.remaining();
        byte[] bytes;
        int start = 0;
        if (source.hasArray()) {
            bytes = source.array();
            start = source.arrayOffset() + source.position();
        } else {
            bytes = new byte[size];
            source.get(bytes);
        }
        int bound = (int) Zstd.compressBound(size);
        if (target.length < bound) {
            target = new byte[bound];
        }
        return BytesInput.from(target, 0, context.compressByteArray(target, 0, target.length, bytes, start, size));
    }

    @Override
    public CompressionCodecName getCodecName() {
        return CompressionCodecName.ZSTD;
    }

    /** Called by the page store after every row group; the context lives until {@link #close}. */
    @Override
    public void release() {
        // The context is reused for the next row group.
    }

    void close() {
        context.close();
    }
}
