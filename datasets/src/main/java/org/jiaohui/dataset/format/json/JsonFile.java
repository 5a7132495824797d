package org.jiaohui.dataset.format.json;

import java.io.BufferedInputStream;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jiaohui.dataset.format.archive.LeftOut;
import org.jiaohui.dataset.format.encoding.DetectedEncoding;
import org.jiaohui.dataset.format.encoding.EncodingDetector;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.dataset.format.row.OpenedTables;
import org.jiaohui.dataset.format.row.RowTable;
import org.jiaohui.dataset.format.row.SourceColumn;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.table.ColumnType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** A JSON document or a file of JSON lines, opened as one table. */
public final class JsonFile {
    // Names are not remembered: a file of millions of different keys would fill the memory with them.
    static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(200)
                            .maxStringLength(20_000_000)
                            .maxNumberLength(400)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final String name;
    private final Optional<Charset> charset;

    private JsonFile(Path file, String name, Optional<Charset> charset) {
        this.file = file;
        this.name = name;
        this.charset = charset;
    }

    /** Reads the whole file once, to find where its rows lie and which columns they have. */
    public static OpenedTables open(Path file, String name, FormatOptions options) {
        try {
            return new JsonFile(file, name, charset(file, name, options)).open(options);
        } catch (JacksonException | IOException e) {
            throw broken(name, e);
        }
    }

    /** Absent for UTF-8. */
    private static Optional<Charset> charset(Path file, String name, FormatOptions options) throws IOException {
        Charset charset;
        if (options.encoding().isPresent()) {
            charset = EncodingDetector.declared(file, name, options.encoding().get());
        } else {
            DetectedEncoding detected = EncodingDetector.detect(file);
            charset = detected.orAsk(name);
        }
        return charset.name().equals("UTF-8") || charset.name().equals("US-ASCII")
                ? Optional.empty()
                : Optional.of(charset);
    }

    private OpenedTables open(FormatOptions options) throws IOException {
        JsonShape shape = JsonShape.find(this, options.rowsPath(), isLines(options));
        List<SourceColumn> columns = columns(shape);
        int dot = name.lastIndexOf('.');
        RowTable table =
                new RowTable(dot > 0 ? name.substring(0, dot) : name, name, columns, () -> new JsonRows(this, shape));
        List<Finding> notes =
                LeftOut.lists(name, shape.path(), shape.leftOut()).stream().toList();
        return new OpenedTables(shape.format(), List.of(table), () -> notes, () -> {});
    }

    /** Whether the file is told to hold lines; one line alone does not show it. */
    private boolean isLines(FormatOptions options) {
        String told = options.format().orElse("") + " " + name;
        return options.rowsPath().isEmpty() && told.matches("(?is)(ndjson|jsonl) .*|.*\\.(ndjson|jsonl)");
    }

    private List<SourceColumn> columns(JsonShape shape) {
        List<SourceColumn> columns = new ArrayList<>();
        List<SourceColumn> named = SourceColumn.ofHeaders(shape.keys());
        for (int i = 0; i < named.size(); i++) {
            SourceColumn column = named.get(i);
            if (shape.geometryAt() == i) {
                column = column.withType(ColumnType.GEOMETRY);
                column = shape.crs().isPresent()
                        ? column.withNote("CRS: " + shape.crs().get())
                        : column;
            } else if (shape.nested().get(i)) {
                column = column.withType(ColumnType.JSON);
            }
            columns.add(column);
        }
        if (columns.isEmpty()) {
            throw Broken.format(name, "没有任何列：找不到对象组成的数组", "has no columns: no array of objects was found");
        }
        return columns;
    }

    String name() {
        return name;
    }

    JsonParser parser() {
        try {
            InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
            in.mark(4);
            byte[] mark = in.readNBytes(3);
            boolean utf8Mark = mark.length == 3 && mark[0] == (byte) 0xef && mark[1] == (byte) 0xbb;
            if (!utf8Mark) {
                in.reset();
            }
            Reader reader = new InputStreamReader(
                    in,
                    charset.orElse(StandardCharsets.UTF_8)
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT));
            // UTF-16LE and UTF-16BE leave the byte order mark in the text.
            reader = new java.io.BufferedReader(reader, 1 << 16);
            reader.mark(1);
            if (reader.read() != 0xfeff) {
                reader.reset();
            }
            return MAPPER.createParser(reader);
        } catch (IOException e) {
            throw broken(name, e);
        }
    }

    static ExchangeException broken(String name, Exception cause) {
        if (isUndecodable(cause)) {
            return EncodingDetector.broken(
                    name,
                    "UTF-8 (or the declared encoding)",
                    String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
        }
        if (cause instanceof JacksonException json && json.getLocation() != null) {
            String where = String.format(
                    Locale.ROOT,
                    "line %d, column %d: %s",
                    json.getLocation().getLineNr(),
                    json.getLocation().getColumnNr(),
                    json.getOriginalMessage());
            return Broken.format(name, "JSON", new IOException(where, cause));
        }
        return Broken.format(name, "JSON", cause);
    }

    private static boolean isUndecodable(Throwable cause) {
        Throwable deepest = cause.getCause() == null ? cause : cause.getCause();
        return deepest instanceof CharacterCodingException
                || deepest instanceof CharConversionException
                || String.valueOf(cause.getMessage()).contains("Invalid UTF-8");
    }
}
