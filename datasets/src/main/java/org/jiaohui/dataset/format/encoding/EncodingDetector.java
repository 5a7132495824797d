package org.jiaohui.dataset.format.encoding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** Finds the character encoding of a text. */
public final class EncodingDetector {
    private static final int WINDOW = 128 << 10;
    private static final int WINDOWS = 8;

    private EncodingDetector() {}

    /** Detects from the beginning, the middle and the end of a file. */
    public static DetectedEncoding detect(Path file) throws IOException {
        return EncodingEvidence.of(sample(file)).judge();
    }

    /**
     * The charset that a source declares for a file, after a look at the file.
     *
     * @param name the sender's file name, for messages
     * @throws ExchangeException SETTINGS_WRONG when there is no such encoding, ENCODING_BROKEN when the file is clearly written in another one; single rows that
     *     do not decode are no matter of the file
     */
    public static Charset declared(Path file, String name, String declared) throws IOException {
        Charset charset = charset(declared);
        Optional<String> found = DeclaredEncoding.contradiction(sample(file), charset);
        if (found.isPresent()) {
            throw broken(name, charset.name(), found.get());
        }
        return charset;
    }

    /** ENCODING_BROKEN with what was expected and what was found instead. */
    public static ExchangeException broken(String name, String charset, String found) {
        return new ExchangeException(
                ErrorCode.ENCODING_BROKEN,
                "%s 的内容不是 %s 文字（%s）；请改正数据源的 encoding，或请提供方转换为 UTF-8 / %s is not text in %s (%s); correct \"encoding\" of the source or have the file converted to UTF-8"
                        .formatted(name, charset, found, name, charset, found));
    }

    private static byte[] sample(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            byte[] head = window(channel, 0, WINDOW);
            if (size <= WINDOW) {
                return head;
            }
            ByteArrayOutputStream sample = new ByteArrayOutputStream();
            sample.writeBytes(wholeLines(head, 0));
            for (int i = 1; i < WINDOWS; i++) {
                byte[] window = window(channel, (size - WINDOW) / (WINDOWS - 1) * i, WINDOW);
                sample.writeBytes(wholeLines(window, 1));
            }
            return sample.toByteArray();
        }
    }

    /** Detects from the first bytes of a stream, at most 1 MB. */
    public static DetectedEncoding detect(InputStream sample) throws IOException {
        byte[] head = sample.readNBytes(WINDOWS * WINDOW);
        return EncodingEvidence.of(head.length < WINDOWS * WINDOW ? head : wholeLines(head, 0))
                .judge();
    }

    private static byte[] window(SeekableByteChannel channel, long from, int length) throws IOException {
        // An even position keeps the two bytes of UTF-16 together.
        channel.position(from & ~1L);
        ByteBuffer bytes = ByteBuffer.allocate(length);
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = channel.read(bytes);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** Cuts a window at line feeds, which are no part of another character in any of the encodings but UTF-16, where the window stays as it is. */
    private static byte[] wholeLines(byte[] window, int first) {
        int from = 0;
        int to = window.length;
        for (byte value : window) {
            if (value == 0) {
                return window;
            }
        }
        if (first > 0) {
            while (from < to && window[from] != '\n') {
                from++;
            }
        }
        while (to > from && window[to - 1] != '\n') {
            to--;
        }
        return to > from ? Arrays.copyOfRange(window, from, to) : first > 0 ? new byte[0] : window;
    }

    /**
     * The charset that a declaration means: {@code GBK} and {@code GB2312} are read as GB18030, their superset; Latin-1 as windows-1252.
     *
     * @throws ExchangeException SETTINGS_WRONG when there is no such encoding
     */
    public static Charset charset(String declared) {
        String name = declared.strip().toUpperCase(Locale.ROOT).replace('_', '-');
        try {
            return switch (name) {
                case "GBK", "GB2312", "GB-2312", "CP936", "MS936", "GB-18030", "EUC-CN" -> Charset.forName("GB18030");
                case "ISO-8859-1", "LATIN1", "LATIN-1", "CP1252", "ANSI" -> Charset.forName("windows-1252");
                case "UTF8", "UTF-8-SIG", "UTF-8-BOM" -> StandardCharsets.UTF_8;
                default -> Charset.forName(name);
            };
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "没有名为“%s”的字符编码，例如可用 UTF-8、GB18030、UTF-16LE、Big5 / there is no encoding called \"%s\"; use UTF-8, GB18030, UTF-16LE, Big5 …"
                            .formatted(declared, declared),
                    unknown);
        }
    }

    /** Length of the byte order mark that a file of this encoding starts with; 0 when it has none. */
    public static int markLength(Path file, Charset charset) throws IOException {
        if (!charset.newEncoder().canEncode('\uFEFF') || charset.equals(StandardCharsets.UTF_16)) {
            return 0;
        }
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] head = bytes.readNBytes(4);
            byte[] mark = "\uFEFF".getBytes(charset);
            return mark.length <= head.length && Arrays.equals(mark, 0, mark.length, head, 0, mark.length)
                    ? mark.length
                    : 0;
        }
    }
}
