package org.jiaohui.exchange.receipt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One reading of a JSON text, from its first to its last character. */
final class JsonReading {
    private static final int DEEPEST = 100;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final String json;
    private int at;
    private int depth;

    JsonReading(String json) {
        this.json = json;
    }

    @Nullable
    Object whole() {
        Object value = value();
        space();
        if (at < json.length()) {
            throw wrong("nothing more expected");
        }
        return value;
    }

    private @Nullable Object value() {
        space();
        if (at == json.length()) {
            throw wrong("the text ends early");
        }
        return switch (json.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> text();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        deeper();
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        at++;
        if (!ends('}')) {
            do {
                space();
                int start = at;
                String name = text();
                space();
                expect(':');
                Object value = value();
                if (object.containsKey(name)) {
                    at = start;
                    throw wrong("the name \"" + name + "\" comes twice");
                }
                object.put(name, value);
            } while (goesOn('}'));
        }
        depth--;
        return object;
    }

    private List<@Nullable Object> array() {
        deeper();
        List<@Nullable Object> array = new ArrayList<>();
        at++;
        if (!ends(']')) {
            do {
                array.add(value());
            } while (goesOn(']'));
        }
        depth--;
        return array;
    }

    private String text() {
        expect('"');
        StringBuilder text = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                break;
            }
            if (c < 0x20) {
                throw wrong("a control character in a text");
            }
            text.append(c == '\\' ? escaped() : c);
        }
        String read = text.toString();
        for (int i = 0; i < read.length(); i++) {
            if (Character.isSurrogate(read.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(read.codePointAt(i))) {
                    throw wrong("an unpaired surrogate in a text");
                }
                i++;
            }
        }
        return read;
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    char hex = next();
                    int digit = hex < 128 ? Character.digit(hex, 16) : -1;
                    if (digit < 0) {
                        throw wrong("four hexadecimal digits expected");
                    }
                    code = code << 4 | digit;
                }
                yield (char) code;
            }
            default -> throw wrong("no such escape");
        };
    }

    private Double number() {
        Matcher number = NUMBER.matcher(json).region(at, json.length());
        if (!number.lookingAt()) {
            throw wrong("a value expected");
        }
        at = number.end();
        double value = Double.parseDouble(number.group());
        if (Double.isInfinite(value)) {
            throw wrong("the number is too large");
        }
        return value;
    }

    private @Nullable Boolean word(String word, @Nullable Boolean value) {
        if (!json.startsWith(word, at)) {
            throw wrong("a value expected");
        }
        at += word.length();
        return value;
    }

    private boolean ends(char close) {
        space();
        if (at < json.length() && json.charAt(at) == close) {
            at++;
            return true;
        }
        return false;
    }

    private boolean goesOn(char close) {
        if (ends(close)) {
            return false;
        }
        expect(',');
        return true;
    }

    private void expect(char wanted) {
        if (at == json.length() || json.charAt(at) != wanted) {
            throw wrong("'" + wanted + "' expected");
        }
        at++;
    }

    private char next() {
        if (at == json.length()) {
            throw wrong("the text ends early");
        }
        return json.charAt(at++);
    }

    private void space() {
        while (at < json.length() && " \t\n\r".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
    }

    private void deeper() {
        if (++depth > DEEPEST) {
            throw wrong("nested too deeply");
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("not JSON at character " + at + ": " + what);
    }
}
