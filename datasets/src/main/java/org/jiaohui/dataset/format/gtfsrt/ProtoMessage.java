package org.jiaohui.dataset.format.gtfsrt;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of one protobuf message by their numbers. Fields that nobody asks for, extensions among them, do no harm. Of a field that may occur once the last
 * counts.
 */
final class ProtoMessage {
    static final ProtoMessage EMPTY = new ProtoMessage();

    /** Numbers lie in {@code bits}, texts and messages in {@code bytes}. */
    private static final class Field {
        private final int number;
        private final long bits;
        private final byte[] bytes;

        private Field(int number, long bits, byte[] bytes) {
            this.number = number;
            this.bits = bits;
            this.bytes = bytes;
        }
    }

    private static final byte[] NONE = {};

    private final List<Field> fields = new ArrayList<>();

    private ProtoMessage() {}

    static ProtoMessage parse(byte[] bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        ProtoMessage message = new ProtoMessage();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int number = WireFormat.getTagFieldNumber(tag);
            switch (WireFormat.getTagWireType(tag)) {
                case WireFormat.WIRETYPE_VARINT -> message.fields.add(new Field(number, in.readRawVarint64(), NONE));
                case WireFormat.WIRETYPE_FIXED32 ->
                    message.fields.add(new Field(number, in.readRawLittleEndian32() & 0xffffffffL, NONE));
                case WireFormat.WIRETYPE_FIXED64 ->
                    message.fields.add(new Field(number, in.readRawLittleEndian64(), NONE));
                case WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                    message.fields.add(new Field(number, 0, in.readByteArray()));
                default -> in.skipField(tag);
            }
        }
        return message;
    }

    private Optional<Field> last(int number) {
        Optional<Field> found = Optional.empty();
        for (Field field : fields) {
            found = field.number == number ? Optional.of(field) : found;
        }
        return found;
    }

    boolean has(int number) {
        return last(number).isPresent();
    }

    Optional<Long> number(int number) {
        return last(number).map(field -> field.bits);
    }

    /** A float as its shortest decimal: 31.2304, not 31.230400085. */
    Optional<String> decimal(int number) {
        return last(number).map(field -> Float.toString(Float.intBitsToFloat((int) field.bits)));
    }

    Optional<String> doubled(int number) {
        return last(number).map(field -> Double.toString(Double.longBitsToDouble(field.bits)));
    }

    Optional<String> text(int number) throws IOException {
        Optional<Field> field = last(number);
        return field.isEmpty() ? Optional.empty() : Optional.of(decoded(field.get().bytes));
    }

    /** The message in a field; one without fields where there is none. */
    ProtoMessage message(int number) throws IOException {
        Optional<Field> field = last(number);
        return field.isEmpty() ? EMPTY : parse(field.get().bytes);
    }

    List<ProtoMessage> messages(int number) throws IOException {
        List<ProtoMessage> found = new ArrayList<>();
        for (Field field : fields) {
            if (field.number == number) {
                found.add(parse(field.bytes));
            }
        }
        return found;
    }

    private static String decoded(byte[] bytes) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException broken) {
            throw new InvalidProtocolBufferException("a text is not in UTF-8", new IOException(broken));
        }
    }
}
