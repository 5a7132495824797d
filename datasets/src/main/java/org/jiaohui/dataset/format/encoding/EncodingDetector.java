package org.jiaohui.dataset.format.encoding;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** Finds the character encoding of a text. */
public final class EncodingDetector {
    private EncodingDetector() {}

    /** Detects from samples spread over the whole file. */
    public static DetectedEncoding detect(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return detect(bytes);
        }
    }

    /** Detects from the first bytes of a stream, at most 1 MB. */
    public static DetectedEncoding detect(InputStream sample) throws IOException {
        return new DetectedEncoding(StandardCharsets.UTF_8, 0, true, List.of("UTF-8"));
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
            return mark.length <= head.length && java.util.Arrays.equals(mark, 0, mark.length, head, 0, mark.length)
                    ? mark.length
                    : 0;
        }
    }
}
