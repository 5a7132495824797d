package org.jiaohui.dataset.store;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.TableSchema;
import org.jspecify.annotations.Nullable;

/**
 * The refused rows of one staging: a gzip CSV with the numbers that the sender counts, and what they add up to. Behind the six columns of the reason come the
 * columns of the data, so that a row can be mended and checked again. Guarded by the turns of its callers.
 */
final class Quarantine implements AutoCloseable {
    private static final int MOST_SAMPLES = 10;
    private static final int MOST_RAW = 8_000;
    private static final int MOST_CELLS = 1 << 20;

    private final Path path;
    private final List<String> columns;
    private final Map<Cause, Group> groups = new LinkedHashMap<>();
    private @Nullable Writer out;
    private long rows;

    Quarantine(Path path, TableSchema schema) {
        this.path = path;
        columns = schema.columns().stream().map(Column::name).toList();
    }

    /** Adds a row; {@code number} counts from 1. */
    void add(long number, Refusal refusal) {
        try {
            Writer writer = writer();
            writer.write(Long.toString(number));
            for (String field : List.of(
                    refusal.column(),
                    refusal.rule(),
                    refusal.value(),
                    refusal.reason(),
                    shortened(refusal.raw().text()))) {
                writer.write(',');
                writer.write(CsvRecords.quoted(field));
            }
            for (String cell : kept(refusal.raw().cells())) {
                writer.write(',');
                writer.write(CsvRecords.quoted(cell));
            }
            writer.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rows++;
        groups.computeIfAbsent(new Cause(refusal.rule(), refusal.column()), cause -> new Group())
                .add(number, refusal);
    }

    long rows() {
        return rows;
    }

    /** The finished file, or null when nothing was refused. */
    @Nullable
    Path finish() throws IOException {
        if (out == null) {
            return null;
        }
        out.close();
        return path;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        groups.forEach((cause, group) -> findings.add(new Finding(
                cause.rule(),
                Finding.Severity.ERROR,
                cause.column(),
                group.count,
                chinese(cause, group.count),
                english(cause, group.count),
                group.samples)));
        return findings;
    }

    private static String chinese(Cause cause, long count) {
        return cause.column().isEmpty()
                ? count + " 行不符合规则 " + cause.rule() + "，已隔离"
                : "列“" + cause.column() + "”有 " + count + " 行不符合规则 " + cause.rule() + "，已隔离";
    }

    private static String english(Cause cause, long count) {
        String where = cause.column().isEmpty() ? "" : " in column \"" + cause.column() + "\"";
        return count + (count == 1 ? " row breaks" : " rows break") + " the rule " + cause.rule() + where
                + " and went to quarantine";
    }

    private Writer writer() throws IOException {
        if (out == null) {
            out = new BufferedWriter(new OutputStreamWriter(
                    new GZIPOutputStream(Files.newOutputStream(path), 1 << 16), StandardCharsets.UTF_8));
            out.write(StoredRefusals.HEADER);
            for (String column : columns) {
                out.write("," + CsvRecords.quoted(column));
            }
            out.write('\n');
        }
        return out;
    }

    private static String shortened(String raw) {
        return raw.length() <= MOST_RAW ? raw : raw.substring(0, MOST_RAW) + "…";
    }

    /** A row is kept whole or not at all: a shortened one could be published by mistake. */
    private static List<String> kept(List<String> cells) {
        return cells.stream().mapToLong(String::length).sum() <= MOST_CELLS ? cells : List.of();
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
        Files.deleteIfExists(path);
    }

    private record Cause(String rule, String column) {}

    private static final class Group {
        private long count;
        private final List<Finding.Sample> samples = new ArrayList<>();

        void add(long number, Refusal refusal) {
            count++;
            if (samples.size() < MOST_SAMPLES) {
                samples.add(new Finding.Sample(number, refusal.value(), refusal.reason()));
            }
        }
    }
}
