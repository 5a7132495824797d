package org.jiaohui.dataset.format.encoding;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Holds a declared encoding against the bytes of a sample: some encodings cannot be mistaken for others. */
final class DeclaredEncoding {
    /** So many characters beyond ASCII, all of them well-formed UTF-8, are no accident in another encoding. */
    private static final int PROOF = 20;

    private DeclaredEncoding() {}

    /** What speaks against the charset; empty when the sample may well be written in it. */
    static Optional<String> contradiction(byte[] sample, Charset charset) {
        boolean wide = charset.name().startsWith("UTF-16");
        if (charset.name().startsWith("UTF-32")) {
            return Optional.empty();
        }
        DetectedEncoding sure = EncodingEvidence.of(sample).judge();
        boolean marked = sure.certain() && sure.markLength() > 0;
        if (marked && !isSame(charset, sure.charset())) {
            return Optional.of("byte order mark of " + sure.charset().name());
        }
        boolean foundWide = sure.certain() && sure.charset().name().startsWith("UTF-16");
        if (foundWide && !wide) {
            return Optional.of(sure.charset().name() + " found");
        }
        if (wide && !foundWide && hasNoSeparators(sample)) {
            return Optional.of("it has no delimiters and line ends of two bytes");
        }
        if (!wide && !charset.equals(StandardCharsets.UTF_8) && isUtf8(sample)) {
            return Optional.of("UTF-8 found");
        }
        return wide ? Optional.empty() : undecodable(sample, charset);
    }

    private static boolean isSame(Charset declared, Charset found) {
        return declared.equals(found)
                || (declared.equals(StandardCharsets.UTF_16) && found.name().startsWith("UTF-16"));
    }

    /** A table in UTF-16 has delimiters and line ends, whose upper halves are zero. */
    private static boolean hasNoSeparators(byte[] sample) {
        for (byte value : sample) {
            if (value == 0) {
                return false;
            }
        }
        return sample.length > 40;
    }

    private static boolean isUtf8(byte[] sample) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(sample))
                    .toString();
            return text.chars().filter(character -> character >= 0x80).count() >= PROOF;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** More than a tenth of all lines, and more than half of those with other characters than ASCII, do not decode. */
    private static Optional<String> undecodable(byte[] sample, Charset charset) {
        int lines = 0;
        int foreign = 0;
        int broken = 0;
        int characters = 0;
        for (String line : (Iterable<String>) new String(sample, charset).lines()::iterator) {
            long wrong = line.chars().filter(character -> character == 0xfffd).count();
            lines++;
            foreign += line.chars().anyMatch(character -> character >= 0x80) ? 1 : 0;
            broken += wrong > 0 ? 1 : 0;
            characters += (int) wrong;
        }
        boolean most = broken * 10L > lines && broken * 2L > foreign;
        return most && characters >= 3
                ? Optional.of("%d of %d sampled lines do not decode".formatted(broken, lines))
                : Optional.empty();
    }
}
