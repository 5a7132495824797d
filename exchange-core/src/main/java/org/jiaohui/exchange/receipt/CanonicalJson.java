package org.jiaohui.exchange.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON in the one form that RFC 8785 (JSON Canonicalization Scheme) allows: names sorted by UTF-16 code units, no white space, the shortest escapes, numbers
 * as ECMAScript writes them. Values are maps with text keys, lists, texts, booleans, numbers and null. Integers beyond 2^53 are refused, since a reader in
 * JavaScript would change them: write them as texts.
 */
public final class CanonicalJson {
    private static final long MOST_EXACT = 1L << 53;

    private CanonicalJson() {}

    /** @throws IllegalArgumentException for a value that JSON cannot say: NaN, an infinity, an unpaired surrogate, another type */
    public static String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    /**
     * Reads any JSON (RFC 8259) strictly: every number becomes a double, a repeated name or an unpaired surrogate is refused.
     *
     * @throws IllegalArgumentException naming the position of the fault
     */
    public static @Nullable Object parse(String json) {
        return new JsonReading(json).whole();
    }

    /** Whether the bytes are exactly what {@link #write} makes of their content. */
    public static boolean isCanonical(byte[] json) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
            return write(parse(text)).equals(text);
        } catch (CharacterCodingException | IllegalArgumentException broken) {
            return false;
        }
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case Boolean truth -> out.append(truth);
            case CharSequence text -> text(text, out);
            case Double number -> out.append(EcmaNumber.of(number));
            case Long number -> out.append(exact(number));
            case Integer number -> out.append(number);
            case Map<?, ?> object -> object(object, out);
            case Collection<?> array -> {
                String comma = "[";
                for (Object element : array) {
                    out.append(comma);
                    write(element, out);
                    comma = ",";
                }
                out.append(array.isEmpty() ? "[]" : "]");
            }
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    private static void object(Map<?, ?> object, StringBuilder out) {
        // String.compareTo compares UTF-16 code units, as the RFC wants.
        TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
        object.forEach((name, value) -> sorted.put((String) name, value));
        List<String> names = new ArrayList<>(sorted.keySet());
        out.append('{');
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            text(names.get(i), out);
            out.append(':');
            write(sorted.get(names.get(i)), out);
        }
        out.append('}');
    }

    private static long exact(long number) {
        if (number > MOST_EXACT || number < -MOST_EXACT) {
            throw new IllegalArgumentException(number + " is beyond 2^53: write it as a text");
        }
        return number;
    }

    private static void text(CharSequence text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(c < 0x10 ? '0' : '1').append(Character.forDigit(c & 15, 16));
                    } else if (Character.isSurrogate(c)) {
                        boolean paired = Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                        if (!paired) {
                            throw new IllegalArgumentException("unpaired surrogate at " + i + " of a text");
                        }
                        out.append(c).append(text.charAt(++i));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
