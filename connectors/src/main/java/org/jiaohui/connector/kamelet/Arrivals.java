package org.jiaohui.connector.kamelet;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.MessageHelper;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.Spool;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lays what arrives down in a folder: rows in one file of JSON lines, files beside it. When {@link #lay} returns the message is in the folder, so whoever sent
 * it may forget it. Files that are not whole end in {@code .part}; a line that is not whole has no end.
 */
final class Arrivals {
    static final String ROWS = "rows.ndjson";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final int LONGEST_ROW = 16 << 20;
    private static final int LONGEST_NAME = 60;
    private static final List<String> NAMES = List.of(Exchange.FILE_NAME, "CamelAwsS3Key", "file", "ce-file");

    private final Path folder;
    private final String kind;
    private final boolean metadata;
    private final List<String> headers;
    private final long mostBytes;
    private int messages;
    private long bytes;

    /** @param mostBytes of one file */
    Arrivals(Path folder, SettingValues settings, long mostBytes) {
        this.folder = folder;
        this.kind = settings.text("messages");
        this.metadata = settings.flag("metadata");
        this.headers = Arrays.stream(settings.find("headers").orElse("").split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
        this.mostBytes = mostBytes;
    }

    int messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    /** @throws ExchangeException DISK_FULL, or LIMIT_EXCEEDED when the message is too large */
    void lay(Message message) {
        Object body = message.getBody();
        if (body == null) {
            return;
        }
        try {
            if (isFile(message, body)) {
                layFile(message);
            } else {
                layRows(message, body);
            }
            messages++;
        } catch (IOException broken) {
            throw new ExchangeException(
                    ErrorCode.DISK_FULL,
                    "无法写入收件目录 / cannot write the inbox " + folder.getFileName() + ": " + broken.getMessage(),
                    broken);
        }
    }

    private boolean isFile(Message message, Object body) {
        return switch (kind) {
            case "rows" -> false;
            case "files" -> true;
            default ->
                body instanceof InputStream
                        || body instanceof WrappedFile<?>
                        || body instanceof File
                        || body instanceof Path
                        || body instanceof byte[]
                        || body instanceof ByteBuffer
                        || body instanceof ByteArrayOutputStream
                        || body instanceof org.apache.camel.StreamCache
                        || message.getHeader(Exchange.FILE_NAME) != null;
        };
    }

    private void layFile(Message message) throws IOException {
        Path whole = folder.resolve(String.format(Locale.ROOT, "%09d-%s", messages + 1, name(message)));
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        try (InputStream from = stream(message);
                OutputStream to = Files.newOutputStream(part)) {
            byte[] buffer = new byte[1 << 16];
            long count = 0;
            for (int read = read(from, buffer); read >= 0; read = read(from, buffer)) {
                count += read;
                if (count > mostBytes) {
                    throw new ExchangeException(
                            ErrorCode.LIMIT_EXCEEDED,
                            "一条消息超过 " + mostBytes + " 字节上限（max-bytes） / a message is larger than the limit of "
                                    + mostBytes + " bytes (max-bytes)");
                }
                to.write(buffer, 0, read);
            }
            bytes += count;
        } catch (IOException | RuntimeException broken) {
            Files.deleteIfExists(part);
            throw broken;
        }
        Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What breaks while the source is read is the source's trouble, not the disk's. */
    private static int read(InputStream from, byte[] buffer) {
        try {
            return from.read(buffer);
        } catch (IOException broken) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_INTERRUPTED,
                    "读取消息时中断 / reading a message broke off: " + broken.getMessage(),
                    broken);
        }
    }

    private static InputStream stream(Message message) {
        InputStream stream = message.getBody(InputStream.class);
        if (stream == null) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_ANSWERED_WRONGLY,
                    "消息正文不能读成文件 / the body of a message cannot be read as a file: "
                            + MessageHelper.getBodyTypeName(message));
        }
        return stream;
    }

    /** The name that the source gives the file, without its folders; the kind of content where there is no name that is safe. */
    private static String name(Message message) {
        for (String header : NAMES) {
            String name = message.getHeader(header, String.class);
            if (name != null) {
                String last = name.substring(name.lastIndexOf('/') + 1);
                try {
                    return tail(Spool.safeName(last));
                } catch (ExchangeException unsafe) {
                    break;
                }
            }
        }
        String type = String.valueOf(message.getHeader(Exchange.CONTENT_TYPE)).toLowerCase(Locale.ROOT);
        return "message"
                + (type.contains("json")
                        ? ".json"
                        : type.contains("csv") ? ".csv" : type.contains("xml") ? ".xml" : "");
    }

    private static String tail(String name) {
        int from = Math.max(0, name.length() - LONGEST_NAME);
        return name.substring(from > 0 && Character.isLowSurrogate(name.charAt(from)) ? from + 1 : from);
    }

    private void layRows(Message message, Object body) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        String now = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
        for (ObjectNode row : rows(message, body)) {
            if (metadata) {
                row.put("kamelet_received_at", now);
            }
            for (String header : headers) {
                Object value = message.getHeader(header);
                row.put(header, value == null ? null : message.getHeader(header, String.class));
            }
            lines.write(JSON.writeValueAsBytes(row));
            lines.write('\n');
        }
        try (OutputStream to =
                Files.newOutputStream(folder.resolve(ROWS), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            to.write(lines.toByteArray());
        }
        bytes += lines.size();
    }

    /** An object is a row, a list of objects a row each; anything else is a row with one value. */
    private static List<ObjectNode> rows(Message message, Object body) {
        if (body instanceof Map<?, ?> || body instanceof Collection<?>) {
            return rowsIn(JSON.valueToTree(body), String.valueOf(body));
        }
        String text = text(message);
        try {
            return rowsIn(JSON.readTree(text), text);
        } catch (JacksonException none) {
            return List.of(JSON.createObjectNode().put("value", text));
        }
    }

    private static List<ObjectNode> rowsIn(@Nullable JsonNode node, String text) {
        if (node instanceof ObjectNode object) {
            return List.of(object);
        }
        if (node instanceof ArrayNode list && list.valueStream().allMatch(ObjectNode.class::isInstance)) {
            List<ObjectNode> rows = new ArrayList<>();
            list.forEach(each -> rows.add((ObjectNode) each));
            return rows;
        }
        return List.of(JSON.createObjectNode().put("value", text));
    }

    private static String text(Message message) {
        if (message.getBody() instanceof String known) {
            return bounded(known);
        }
        try (InputStream from = message.getBody(InputStream.class)) {
            if (from == null) {
                return bounded(String.valueOf(message.getBody()));
            }
            return bounded(new String(from.readNBytes(LONGEST_ROW + 1), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_INTERRUPTED,
                    "读取消息时中断 / reading a message broke off: " + broken.getMessage(),
                    broken);
        }
    }

    private static String bounded(String text) {
        if (text.length() > LONGEST_ROW) {
            throw new ExchangeException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "一条消息超过 16 MB，不能成为行；可设 messages=files / a message of more than 16 MB cannot become rows; set messages=files");
        }
        return text;
    }
}
