package org.jiaohui.connector.targets.file;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.targets.RowJson;
import org.jiaohui.exchange.delivery.ColumnFiles;
import org.jiaohui.exchange.delivery.CsvEncoder;
import org.jiaohui.exchange.delivery.CsvFeed;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.FormatOptions;

/** How the rows of a batch are written into its file. The effect of a batch is the same in every format. */
enum DeliveredFormat {
    CSV(".csv", "csv") {
        @Override
        DeliveryEffect write(RowFeed rows, DeliveryMode mode, RunProgress progress, Path file, ColumnFiles columns)
                throws IOException {
            try (OutputStream out = open(file)) {
                out.write(CsvEncoder.header(rows.schema(), mode.tellsOperations()));
                return CsvFeed.send(rows, mode, progress, (bytes, length) -> out.write(bytes, 0, length));
            }
        }
    },
    /** One JSON object a line. */
    JSON(".ndjson", "ndjson") {
        @Override
        DeliveryEffect write(RowFeed rows, DeliveryMode mode, RunProgress progress, Path file, ColumnFiles columns)
                throws IOException {
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            try (OutputStream out = open(file)) {
                return beside(rows, mode, progress, (batch, changed) -> {
                    for (int row = 0; row < batch.rows; row++) {
                        RowJson.write(batch, row, mode.tellsOperations() ? changed[row] : 0, lines);
                        lines.write('\n');
                        if (lines.size() > CHUNK) {
                            flush(lines, out);
                        }
                    }
                    flush(lines, out);
                });
            }
        }

        private void flush(ByteArrayOutputStream lines, OutputStream out) {
            try {
                lines.writeTo(out);
                lines.reset();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    },
    PARQUET(".parquet", "parquet") {
        @Override
        DeliveryEffect write(RowFeed rows, DeliveryMode mode, RunProgress progress, Path file, ColumnFiles columns)
                throws IOException {
            try (ColumnFiles.ColumnFile out = columns.create(file, rows.schema(), mode.tellsOperations())) {
                DeliveryEffect effect = beside(rows, mode, progress, out);
                out.finish();
                return effect;
            }
        }
    };

    static final Setting SETTING = Setting.choice(
            "format",
            "文件格式：CSV、每行一个 JSON 对象、Parquet",
            "Format of the files: CSV, one JSON object a line, Parquet",
            "csv",
            "json",
            "parquet");

    private static final int CHUNK = 1 << 16;

    private final String ending;
    private final String read;

    DeliveredFormat(String ending, String read) {
        this.ending = ending;
        this.read = read;
    }

    static DeliveredFormat of(SettingValues settings) {
        return valueOf(settings.text("format").toUpperCase(Locale.ROOT));
    }

    /** The word that settings and manifests have for it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How such a file is read. */
    FormatOptions options() {
        return new FormatOptions(
                Optional.of(read),
                Optional.of("UTF-8"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(true),
                Optional.empty(),
                Optional.empty());
    }

    /** What names of such files end with. */
    String ending() {
        return ending;
    }

    /**
     * Writes the file.
     *
     * @param columns writes Parquet
     */
    abstract DeliveryEffect write(RowFeed rows, DeliveryMode mode, RunProgress progress, Path file, ColumnFiles columns)
            throws IOException;

    private static OutputStream open(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file), 1 << 17);
    }

    /** Hands the rows to another writer while the effect is computed. */
    private static DeliveryEffect beside(RowFeed rows, DeliveryMode mode, RunProgress progress, RowFeed.Receiver writer)
            throws IOException {
        try {
            return CsvFeed.send(rows.alsoTo(writer), mode, progress, (bytes, length) -> {});
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        }
    }
}
