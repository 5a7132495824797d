package org.jiaohui.dataset.format.gtfsrt;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** Goes through a {@code FeedMessage} and stops at each of its entities. */
final class FeedWalk implements AutoCloseable {
    private static final int HEADER = 1;
    private static final int ENTITY = 2;
    private static final int MOST = 16 << 20;

    private final String name;
    private final InputStream file;
    private final CodedInputStream in;
    private Optional<ProtoMessage> header = Optional.empty();
    private long entities;

    FeedWalk(Path path, String name) {
        this.name = name;
        try {
            file = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        } catch (IOException e) {
            throw Broken.format(name, "GTFS-Realtime", e);
        }
        in = CodedInputStream.newInstance(file);
        in.setSizeLimit(Integer.MAX_VALUE);
    }

    /** The next entity; empty at the end. */
    Optional<ProtoMessage> next() {
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                int number = WireFormat.getTagFieldNumber(tag);
                boolean message = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
                if (message && number == HEADER) {
                    header = Optional.of(ProtoMessage.parse(bytes()));
                } else if (message && number == ENTITY) {
                    entities++;
                    return Optional.of(ProtoMessage.parse(bytes()));
                } else {
                    in.skipField(tag);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private byte[] bytes() throws IOException {
        int length = in.readRawVarint32();
        if (length < 0 || length > MOST) {
            throw new ExchangeException(
                    ErrorCode.RECORD_TOO_LONG,
                    "%s 的第 %d 个实体声称有 %d 字节，超过 16 MB / entity %d of %s claims %d bytes, more than 16 MB"
                            .formatted(
                                    name,
                                    entities,
                                    Integer.toUnsignedLong(length),
                                    entities,
                                    name,
                                    Integer.toUnsignedLong(length)));
        }
        return in.readRawBytes(length);
    }

    /** The header as far as it was read. */
    Optional<ProtoMessage> header() {
        return header;
    }

    /** FORMAT_BROKEN with the entity and the byte where reading ended. */
    ExchangeException broken(IOException cause) {
        int at = in.getTotalBytesRead();
        return new ExchangeException(
                ErrorCode.FORMAT_BROKEN,
                "%s 不是完整的 GTFS-Realtime（protobuf）文件：第 %d 个实体，第 %d 字节附近，%s。请重新获取 / %s is not an intact GTFS-Realtime (protobuf) file: entity %d, near byte %d: %s. Fetch it again"
                        .formatted(name, entities, at, cause.getMessage(), name, entities, at, cause.getMessage()),
                cause);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
