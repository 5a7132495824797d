package org.jiaohui.exchange.drift;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.table.ColumnType;

/**
 * How one table of a source differs from what was expected of it.
 *
 * @param comparedWith {@code declared}, or the version whose columns were expected: {@code v3}
 */
public record SchemaDifference(String table, DatasetId dataset, String comparedWith, List<SchemaChange> changes) {
    public SchemaDifference {
        changes = List.copyOf(changes);
    }

    /** Whether a policy acts on it. */
    public boolean matters() {
        return changes.stream().anyMatch(SchemaChange::matters);
    }

    /**
     * The same for the same changes of the same columns, whatever the sampled values: SHA-256 in hex. A type that was only sampled counts as "another", because
     * the next sample may show yet another one.
     */
    public String fingerprint() {
        String text = changes.stream()
                .filter(SchemaChange::matters)
                .map(SchemaDifference::line)
                .sorted()
                .collect(Collectors.joining("\n"));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    private static String line(SchemaChange change) {
        String before = change.before()
                .map(side -> side.name() + " "
                        + side.type().map(ColumnType::toString).orElse(""))
                .orElse("");
        return change.kind() + "\t" + before + "\t"
                + change.after().map(SchemaChange.Side::name).orElse("");
    }
}
