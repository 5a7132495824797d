package org.jiaohui.dataset.format.xml;

import java.io.BufferedReader;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jiaohui.dataset.format.encoding.EncodingDetector;
import org.jiaohui.dataset.format.encoding.WideText;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.FormatOptions;

/**
 * An XML file whose encoding is known: the one that the source declares, else the byte order mark's, else the one that the document declares, else the one
 * that is detected.
 *
 * @param name the sender's file name, for messages
 */
record XmlText(Path file, String name, Charset charset) {
    private static final Pattern PROLOG =
            Pattern.compile("^\\s*<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([^\"'>]+)[\"']", Pattern.DOTALL);

    static XmlText of(Path file, String name, FormatOptions options) throws IOException {
        if (options.encoding().isPresent()) {
            return new XmlText(
                    file,
                    name,
                    EncodingDetector.declared(file, name, options.encoding().get()));
        }
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(4096);
        }
        Optional<Charset> plain = marked(head);
        Optional<Charset> known = plain.isPresent() ? plain : WideText.order(head);
        if (known.isPresent()) {
            return new XmlText(file, name, known.get());
        }
        Matcher prolog = PROLOG.matcher(new String(head, StandardCharsets.ISO_8859_1));
        return new XmlText(
                file,
                name,
                prolog.find()
                        ? declared(file, name, prolog.group(1))
                        : EncodingDetector.detect(file).orAsk(name));
    }

    private static Optional<Charset> marked(byte[] head) {
        int first = head.length > 1 ? (head[0] & 0xff) << 8 | (head[1] & 0xff) : 0;
        return switch (first) {
            case 0xefbb -> Optional.of(StandardCharsets.UTF_8);
            case 0xfffe -> Optional.of(StandardCharsets.UTF_16LE);
            case 0xfeff -> Optional.of(StandardCharsets.UTF_16BE);
            default -> Optional.empty();
        };
    }

    private static Charset declared(Path file, String name, String encoding) throws IOException {
        try {
            return EncodingDetector.declared(file, name, encoding);
        } catch (ExchangeException unknown) {
            if (unknown.code() != ErrorCode.SETTINGS_WRONG) {
                throw unknown;
            }
            throw EncodingDetector.broken(name, encoding, "the XML declaration names an encoding that does not exist");
        }
    }

    XMLStreamReader open() {
        try {
            InputStream in = Files.newInputStream(file);
            Reader reader = new BufferedReader(
                    new InputStreamReader(
                            in,
                            charset.newDecoder()
                                    .onMalformedInput(CodingErrorAction.REPORT)
                                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
                    1 << 16);
            try {
                reader.mark(1);
                if (reader.read() != 0xfeff) {
                    reader.reset();
                }
                return new ClosingReader(SafeXml.open(reader), reader);
            } catch (IOException | XMLStreamException | RuntimeException e) {
                reader.close();
                throw e;
            }
        } catch (IOException | XMLStreamException e) {
            throw broken(e);
        }
    }

    /** FORMAT_BROKEN with line and column, or ENCODING_BROKEN when the bytes are not in the encoding. */
    ExchangeException broken(Exception cause) {
        if (isUndecodable(cause)) {
            return EncodingDetector.broken(name, charset.name(), "bytes that are no characters of it");
        }
        if (!(cause instanceof XMLStreamException xml)) {
            return Broken.format(name, "XML", cause);
        }
        String all = String.valueOf(xml.getMessage());
        int from = all.indexOf("Message: ");
        String reason = (from < 0 ? all : all.substring(from + 9))
                .replaceAll("\\s+", " ")
                .replaceAll("\\.$", "");
        String shown = reason.length() > 200 ? reason.substring(0, 200) : reason;
        if (xml.getLocation() == null || xml.getLocation().getLineNumber() < 1) {
            return Broken.format(name, "XML", new IOException(shown, cause));
        }
        int line = xml.getLocation().getLineNumber();
        int column = xml.getLocation().getColumnNumber();
        return new ExchangeException(
                ErrorCode.FORMAT_BROKEN,
                "%s 第 %d 行第 %d 列起不是完整正确的 XML：%s。请重新导出 / %s is not well-formed XML in line %d, column %d: %s. Export it again"
                        .formatted(name, line, column, shown, name, line, column, shown),
                cause);
    }

    private static boolean isUndecodable(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof CharacterCodingException || each instanceof CharConversionException) {
                return true;
            }
            if (each instanceof XMLStreamException xml
                    && xml.getNestedException() instanceof CharacterCodingException) {
                return true;
            }
        }
        return false;
    }
}
