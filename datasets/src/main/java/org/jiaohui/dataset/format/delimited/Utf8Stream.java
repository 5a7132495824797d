package org.jiaohui.dataset.format.delimited;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Turns text of any encoding into UTF-8 as it is read, in bounded memory. Bytes that the encoding does not know become {@link #UNDECODABLE}, which is never
 * valid UTF-8, so that exactly the rows that contain them are refused.
 */
final class Utf8Stream implements Closeable {
    static final byte UNDECODABLE = (byte) 0xff;
    private static final int BLOCK = 64 << 10;

    private final InputStream source;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(BLOCK);
    private final CharBuffer chars = CharBuffer.allocate(BLOCK);
    private final byte[] text = new byte[3 * BLOCK + 4];
    private int textAt;
    private int textEnd;
    private char highSurrogate;
    private boolean sourceEnded;
    private boolean ended;
    private long consumed;

    Utf8Stream(InputStream source, Charset charset) {
        this.source = source;
        decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        bytes.flip();
    }

    /** Bytes of the source read so far. */
    long consumed() {
        return consumed;
    }

    /** Fills as much as there is room for; -1 at the end. */
    int read(byte[] into, int offset, int length) throws IOException {
        int done = 0;
        while (done < length && (textAt < textEnd || decode())) {
            int portion = Math.min(length - done, textEnd - textAt);
            System.arraycopy(text, textAt, into, offset + done, portion);
            textAt += portion;
            done += portion;
        }
        return done == 0 ? -1 : done;
    }

    private boolean decode() throws IOException {
        textAt = 0;
        textEnd = 0;
        while (textEnd == 0 && !ended) {
            if (!sourceEnded) {
                bytes.compact();
                int read = source.read(bytes.array(), bytes.position(), bytes.remaining());
                sourceEnded = read < 0;
                if (read > 0) {
                    bytes.position(bytes.position() + read);
                    consumed += read;
                }
                bytes.flip();
            }
            chars.clear();
            CoderResult result = decoder.decode(bytes, chars, sourceEnded);
            encode();
            if (result.isError()) {
                bytes.position(bytes.position() + result.length());
                text[textEnd++] = UNDECODABLE;
            } else if (sourceEnded && result.isUnderflow()) {
                ended = true;
            }
        }
        return textEnd > 0;
    }

    private void encode() {
        chars.flip();
        while (chars.hasRemaining()) {
            char character = chars.get();
            if (character < 0x80) {
                text[textEnd++] = (byte) character;
            } else if (character < 0x800) {
                text[textEnd++] = (byte) (0xc0 | (character >> 6));
                text[textEnd++] = trail(character);
            } else if (Character.isHighSurrogate(character)) {
                highSurrogate = character;
            } else if (Character.isLowSurrogate(character)) {
                supplementary(Character.toCodePoint(highSurrogate, character));
            } else {
                text[textEnd++] = (byte) (0xe0 | (character >> 12));
                text[textEnd++] = trail(character >> 6);
                text[textEnd++] = trail(character);
            }
        }
    }

    private static byte trail(int bits) {
        return (byte) (0x80 | (bits & 0x3f));
    }

    private void supplementary(int codePoint) {
        text[textEnd++] = (byte) (0xf0 | (codePoint >> 18));
        text[textEnd++] = trail(codePoint >> 12);
        text[textEnd++] = trail(codePoint >> 6);
        text[textEnd++] = trail(codePoint);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
