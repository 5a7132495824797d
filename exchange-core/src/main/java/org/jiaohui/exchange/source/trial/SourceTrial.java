package org.jiaohui.exchange.source.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jiaohui.exchange.catalogue.HarvestReader;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.disk.Folders;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Connector;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.trial.TrialReport.Sample;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSource;

/** Tries sources out, each within a time limit that holds whatever the source does. */
public final class SourceTrial {
    private static final int ROWS = 5;
    private static final int MOST_CHARACTERS = 200;

    private final Function<String, Connector> connectors;
    private final Formats formats;
    private final HarvestReader harvests;
    private final Path scratch;
    private final Duration limit;

    /**
     * @param connectors finds a connector by type; throws SETTINGS_WRONG for an unknown one
     * @param scratch folder for what samples bring; one sub-folder a trial, removed at its end
     */
    public SourceTrial(
            Function<String, Connector> connectors,
            Formats formats,
            HarvestReader harvests,
            Path scratch,
            Duration limit) {
        this.connectors = connectors;
        this.formats = formats;
        this.harvests = harvests;
        this.scratch = scratch;
        this.limit = limit;
    }

    /** @throws ExchangeException SETTINGS_WRONG when the settings cannot even be tried */
    public TrialReport test(Source source) {
        if (!(connectors.apply(source.connector()) instanceof TestableConnector connector)) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "连接器 \"" + source.connector() + "\" 不能测试 / the connector \"" + source.connector()
                            + "\" cannot be tried out");
        }
        Trial trial = new Trial(delivery -> sample(source, delivery));
        return trial.within(limit, progress -> attempt(source, connector, progress, trial));
    }

    private void attempt(Source source, TestableConnector connector, RunProgress progress, Trial trial) {
        Path folder = scratch.resolve("trial-" + RunId.create().value());
        try {
            Files.createDirectories(folder);
            connector.test(source, folder, progress, trial);
        } catch (IOException full) {
            throw new ExchangeException(ErrorCode.INTERNAL, "测试时出现内部错误 / a defect: " + full, full);
        } finally {
            remove(folder);
        }
    }

    private static void remove(Path folder) {
        try {
            Folders.remove(folder);
        } catch (IOException left) {
            throw new ExchangeException(ErrorCode.DISK_FULL, "无法清理暂存目录 / the scratch folder stays: " + left, left);
        }
    }

    private Sample sample(Source source, Delivery delivery) {
        return switch (delivery) {
            case Delivery.NotModified ignored -> Sample.NONE;
            case Delivery.Descriptions descriptions -> titles(source, descriptions);
            case Delivery.Table table -> {
                try (TableSource rows = table.reading().open(Optional.empty())) {
                    yield first(table.name(), rows);
                }
            }
            case Delivery.Files files -> {
                try (Formats.OpenedFile opened = formats.open(files.files().getFirst(), source.format())) {
                    Formats.DeliveredTable table = opened.tables().getFirst();
                    try (TableSource rows = table.read(Optional.empty())) {
                        yield first(table.name(), rows);
                    }
                }
            }
        };
    }

    private Sample titles(Source source, Delivery.Descriptions descriptions) {
        List<List<Optional<String>>> rows = harvests.read(source, descriptions).entries().stream()
                .limit(ROWS)
                .map(entry -> entry.about().title())
                .map(title -> List.of(Optional.of(shortened(title))))
                .toList();
        return new Sample("catalogue", List.of(Column.of("title", ColumnType.TEXT)), rows);
    }

    private static Sample first(String name, TableSource source) {
        Batch batch = new Batch(source.schema(), ROWS);
        List<List<Optional<String>>> rows = new ArrayList<>();
        Optional<TablePart> part = source.nextPart();
        while (part.isPresent() && rows.isEmpty()) {
            while (rows.isEmpty()
                    && part.get().next(batch, (row, column, rule, value, reason, raw) -> {
                        // A row that is refused is a matter of rules and shows in a run; a trial shows rows that come.
                    })) {
                for (int row = 0; row < batch.rows; row++) {
                    rows.add(values(batch, row));
                }
            }
            part = rows.isEmpty() ? source.nextPart() : Optional.empty();
        }
        return new Sample(name, source.schema().columns(), rows);
    }

    private static List<Optional<String>> values(Batch batch, int row) {
        List<Optional<String>> values = new ArrayList<>();
        for (int i = 0; i < batch.columnCount(); i++) {
            ColumnVector vector = batch.column(i);
            values.add(vector.nulls[row] ? Optional.empty() : Optional.of(shortened(text(vector, row))));
        }
        return values;
    }

    private static String text(ColumnVector vector, int row) {
        return switch (vector.type.kind()) {
            case TEXT, JSON, GEOMETRY -> new String(vector.bytes, vector.starts[row], vector.lengths[row], UTF_8);
            case INTEGER -> Long.toString(vector.longs[row]);
            case DECIMAL ->
                BigDecimal.valueOf(vector.longs[row], vector.type.scale()).toPlainString();
            case DOUBLE -> Double.toString(vector.getDouble(row));
            case BOOLEAN -> Boolean.toString(vector.longs[row] != 0);
            case DATE -> LocalDate.ofEpochDay(vector.longs[row]).toString();
            case TIMESTAMP ->
                LocalDateTime.ofEpochSecond(
                                Math.floorDiv(vector.longs[row], 1_000_000L),
                                (int) Math.floorMod(vector.longs[row], 1_000_000L) * 1_000,
                                ZoneOffset.UTC)
                        .toString();
            case TIME -> LocalTime.ofNanoOfDay(vector.longs[row] * 1_000).toString();
        };
    }

    private static String shortened(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 1) + "…";
    }
}
