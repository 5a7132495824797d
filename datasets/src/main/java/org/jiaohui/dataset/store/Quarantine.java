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
import org.jspecify.annotations.Nullable;

/** The refused rows of one staging: a gzip CSV with the numbers that the sender counts, and what they add up to. Guarded by the turns of its callers. */
final class Quarantine implements AutoCloseable {
    private static final int MOST_SAMPLES = 10;
    private static final int MOST_RAW = 8_000;

    private final Path path;
    private final Map<Cause, Group> groups = new LinkedHashMap<>();
    private @Nullable Writer out;
    private long rows;

    Quarantine(Path path) {
        this.path = path;
    }

    /** Adds a row; {@code number} counts from 1. */
    void add(long number, Refusal refusal) {
        try {
            Writer writer = writer();
            writer.write(Long.toString(number));
            for (String field : List.of(
                    refusal.column(), refusal.rule(), refusal.value(), refusal.reason(), shortened(refusal.raw()))) {
                writer.write(',');
                writer.write(quoted(field));
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
            out.write("row,column,rule,value,reason,raw\n");
        }
        return out;
    }

    private static String shortened(String raw) {
        return raw.length() <= MOST_RAW ? raw : raw.substring(0, MOST_RAW) + "…";
    }

    private static String quoted(String field) {
        boolean plain = field.chars()
                .noneMatch(character -> character == ',' || character == '"' || character == '\n' || character == '\r');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
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
