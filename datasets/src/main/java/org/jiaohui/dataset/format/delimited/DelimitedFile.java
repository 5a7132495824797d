package org.jiaohui.dataset.format.delimited;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jiaohui.dataset.format.ColumnSample;
import org.jiaohui.dataset.format.SchemaDraft;
import org.jiaohui.dataset.format.encoding.EncodingDetector;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/**
 * A file of delimited text. It is read once and cut into spans that several workers decode; other encodings than UTF-8 are turned into it as they stream by. May be read any number of times.
 */
public final class DelimitedFile implements AutoCloseable {
    private static final int HEAD = 1 << 20;
    private static final int SPAN = 16 << 20;
    private static final int CHUNK = 4 << 20;
    private static final long SAMPLED_WHOLE = 8L << 20;
    private static final int WINDOWS = 64;
    private static final int WINDOW = 128 << 10;
    private static final int MOST_COLUMNS = 10_000;
    private static final int LOOK = 256 << 10;

    private final Path file;
    private final String name;
    private final Charset charset;
    private final int markLength;
    private final Dialect dialect;
    private final Header header;
    /** Where the first record behind the header starts in the UTF-8 text, the byte order mark excluded. */
    private final int dataStart;

    private final Optional<Finding> banner;

    private DelimitedFile(
            Path file,
            String name,
            Charset charset,
            int markLength,
            Dialect dialect,
            Header header,
            int dataStart,
            Optional<Finding> banner) {
        this.file = file;
        this.name = name;
        this.charset = charset;
        this.markLength = markLength;
        this.dialect = dialect;
        this.header = header;
        this.dataStart = dataStart;
        this.banner = banner;
    }

    /**
     * Recognises encoding and dialect and reads the header.
     *
     * @param name the sender's file name, for messages
     * @throws ExchangeException SOURCE_EMPTY, FORMAT_UNKNOWN (binary), ENCODING_DOUBTFUL, ENCODING_BROKEN, RECORD_TOO_LONG (header) or SETTINGS_WRONG
     */
    public static DelimitedFile open(Path file, String name, FormatOptions options) {
        try {
            if (Files.size(file) == 0) {
                throw Faults.empty(name);
            }
            Charset charset = options.encoding().isPresent()
                    ? EncodingDetector.declared(file, name, options.encoding().get())
                    : EncodingDetector.detect(file).orAsk(name);
            int mark = EncodingDetector.markLength(file, charset);
            return open(file, name, charset, mark, options);
        } catch (IOException broken) {
            throw Faults.unreadable(name, broken);
        }
    }

    private static DelimitedFile open(Path file, String name, Charset charset, int mark, FormatOptions options)
            throws IOException {
        for (int room = HEAD; ; room = Spans.LONGEST_RECORD + HEAD) {
            byte[] head = new byte[room + 1];
            int length;
            try (Utf8Stream stream = stream(file, charset, mark)) {
                length = Math.max(0, stream.read(head, 0, room));
            }
            boolean whole = length < room;
            refuseBinary(head, length, name);
            DialectDetector detector = new DialectDetector(head, Math.min(length, HEAD), whole);
            Dialect dialect = detector.detect(options, name);
            FirstRecords first = FirstRecords.read(head, length, whole, dialect);
            if (first.blank()) {
                throw Faults.empty(name);
            }
            if (first.complete()) {
                int usual = detector.usualFields(dialect);
                first = behindBanner(first, usual, options, name);
                if (first.fields() > MOST_COLUMNS) {
                    throw Faults.tooWide(name, first.fields(), MOST_COLUMNS);
                }
                boolean named =
                        options.headerRow().isPresent() || options.header().orElseGet(first::looksLikeHeader);
                Header header = named ? Header.of(first.names()) : Header.numbered(usual);
                int start = named ? first.end() : 0;
                return new DelimitedFile(file, name, charset, mark, dialect, header, start, first.banner());
            }
            if (room > HEAD) {
                throw Faults.tooLong(name, 1);
            }
        }
    }

    private static FirstRecords behindBanner(FirstRecords first, int usual, FormatOptions options, String name) {
        if (options.headerRow().isPresent()) {
            int line = options.headerRow().get();
            return first.fromLine(line).orElseThrow(() -> Faults.noHeaderIn(name, line));
        }
        return options.header().orElse(true) ? first.withoutBanner(usual) : first;
    }

    private static void refuseBinary(byte[] head, int length, String name) {
        for (int i = 0; i < Math.min(length, HEAD); i++) {
            if (head[i] == 0) {
                throw Faults.binary(name);
            }
        }
    }

    private static Utf8Stream stream(Path file, Charset charset, int mark) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        bytes.skipNBytes(mark);
        return new Utf8Stream(bytes, charset);
    }

    /** {@code CSV}, or {@code TSV} when the delimiter is a tab. */
    public String format() {
        return dialect.format();
    }

    /** Canonical name of the encoding. */
    public String charset() {
        return charset.name();
    }

    /** What a steward should know about the file although it can be read. */
    public List<Finding> findings() {
        Stream<Finding> duplicates = header.duplicates().stream()
                .map(duplicate -> new Finding(
                        "header",
                        Finding.Severity.WARNING,
                        duplicate,
                        1,
                        "表头中列名“%s”重复，后面的列已加后缀 _2".formatted(duplicate),
                        "the header names \"%s\" more than once; later ones got the suffix _2".formatted(duplicate),
                        List.of()));
        return Stream.concat(banner.stream(), duplicates).toList();
    }

    /** A schema drafted from windows spread over the whole file, or from all of it when it is small. */
    public TableSchema draft() {
        SchemaDraft draft = new SchemaDraft(header.names());
        try {
            long size = Files.size(file);
            boolean whole = size < SAMPLED_WHOLE;
            int target = whole ? SPAN : (int) Math.min(SPAN, size / WINDOWS);
            long every = Math.max(1, size / WINDOWS / target);
            try (Spans spans = spans(target, CHUNK)) {
                RecordSampler sampler =
                        new RecordSampler(dialect, header.names().size(), whole ? CHUNK : WINDOW, whole);
                for (Optional<Span> span = spans.next(); span.isPresent(); span = spans.next()) {
                    if (span.get().ordinal() % every == 0) {
                        sampler.sample(span.get(), draft);
                    }
                }
            }
        } catch (IOException broken) {
            throw Faults.unreadable(name, broken);
        }
        return draft.finish();
    }

    /** The columns as the first quarter of a megabyte shows them; a file without names has those that are expected, in their order. */
    public List<DeliveredColumn> look(Optional<TableSchema> expected) {
        List<String> names = expected.map(header::namesFor).orElse(header.names());
        ColumnSample sample = new ColumnSample(names, expected);
        try (Spans spans = spans(LOOK, LOOK)) {
            Optional<Span> first = spans.next();
            if (first.isPresent()) {
                new RecordSampler(dialect, names.size(), LOOK, false).sample(first.get(), sample);
            }
        } catch (IOException broken) {
            throw Faults.unreadable(name, broken);
        }
        return sample.finish();
    }

    /**
     * Opens the table for one reading, with the declared schema or the drafted one.
     *
     * @throws ExchangeException COLUMN_MISSING, or HEADER_BROKEN when a declared name stands for several fields
     */
    public TableSource read(Optional<TableSchema> declared) {
        TableSchema schema = declared.orElseGet(this::draft);
        int[] fields = header.fieldsOf(schema, name);
        try {
            return new DelimitedTable(name, dialect, schema, header.names().size(), fields, spans(SPAN, CHUNK));
        } catch (IOException broken) {
            throw Faults.unreadable(name, broken);
        }
    }

    private Spans spans(int target, int chunk) throws IOException {
        return charset.equals(StandardCharsets.UTF_8)
                ? new HeldSpans(file, name, dialect, (long) markLength + dataStart, target)
                : new TranscodedSpans(stream(file, charset, markLength), name, dialect, dataStart, chunk);
    }

    @Override
    public void close() {
        // Each reading holds its own handle; nothing is kept open in between.
    }
}
