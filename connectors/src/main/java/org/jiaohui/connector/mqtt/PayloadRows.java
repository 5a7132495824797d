package org.jiaohui.connector.mqtt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jiaohui.connector.SettingValues;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The rows in one message. */
@FunctionalInterface
interface PayloadRows {
    ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** @throws IOException when the message is not what the settings say */
    List<ObjectNode> of(byte[] payload) throws IOException;

    static PayloadRows of(SettingValues settings) {
        return switch (settings.text("payload")) {
            case "ndjson" -> PayloadRows::lines;
            case "csv" -> {
                List<String> columns = Arrays.stream(
                                settings.find("csv-columns").orElse("").split(",", -1))
                        .map(String::strip)
                        .filter(column -> !column.isEmpty())
                        .toList();
                yield payload -> csv(text(payload), columns);
            }
            case "text" -> payload -> List.of(JSON.createObjectNode().put("value", text(payload)));
            default -> PayloadRows::json;
        };
    }

    private static String text(byte[] payload) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
        } catch (CharacterCodingException broken) {
            throw new IOException("no UTF-8", broken);
        }
    }

    /** An object is a row, a list a row for each object in it. */
    private static List<ObjectNode> json(byte[] payload) throws IOException {
        try {
            JsonNode node = JSON.readTree(text(payload));
            List<ObjectNode> rows = new ArrayList<>();
            if (node instanceof ObjectNode object) {
                rows.add(object);
            } else if (node instanceof ArrayNode list) {
                for (JsonNode each : list) {
                    if (!(each instanceof ObjectNode object)) {
                        throw new IOException("a list of other things than JSON objects");
                    }
                    rows.add(object);
                }
            } else {
                throw new IOException("no JSON object");
            }
            return rows;
        } catch (JacksonException broken) {
            throw new IOException(broken.getOriginalMessage(), broken);
        }
    }

    private static List<ObjectNode> lines(byte[] payload) throws IOException {
        List<ObjectNode> rows = new ArrayList<>();
        for (String line : text(payload).lines().filter(each -> !each.isBlank()).toList()) {
            rows.addAll(json(line.getBytes(StandardCharsets.UTF_8)));
        }
        return rows;
    }

    /** Records of RFC 4180; without declared columns the first names them. */
    private static List<ObjectNode> csv(String text, List<String> declared) throws IOException {
        List<List<String>> records = records(text);
        List<String> columns = declared.isEmpty() && !records.isEmpty() ? records.removeFirst() : declared;
        List<ObjectNode> rows = new ArrayList<>();
        for (List<String> each : records) {
            if (each.size() != columns.size()) {
                throw new IOException(each.size() + " fields for the " + columns.size() + " columns " + columns);
            }
            ObjectNode row = JSON.createObjectNode();
            for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i), each.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<List<String>> records(String text) throws IOException {
        List<List<String>> records = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"' && field.isEmpty()) {
                quoted = true;
            } else if (c == ',') {
                fields.add(field.toString());
                field.setLength(0);
            } else if (c == '\n') {
                end(records, fields, field);
            } else if (c != '\r') {
                field.append(c);
            }
        }
        if (quoted) {
            throw new IOException("a quote is not closed");
        }
        end(records, fields, field);
        return records;
    }

    private static void end(List<List<String>> records, List<String> fields, StringBuilder field) {
        if (!fields.isEmpty() || !field.isEmpty()) {
            fields.add(field.toString());
            records.add(List.copyOf(fields));
        }
        fields.clear();
        field.setLength(0);
    }
}
