package org.jiaohui.dataset.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jiaohui.dataset.iceberg.DatasetTables.VersionSnapshot;
import org.jiaohui.dataset.store.VersionFiles.DataFileRef;
import org.jiaohui.exchange.dataset.ColumnProfile;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.MergeCounts;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.table.TableSchema;

/**
 * A version as it stands in its snapshot's summary. The long texts are compressed: Iceberg rewrites all summaries with every commit.
 *
 * @param files absent for a merged version, which shares most files with others: those are read from Iceberg's manifests, so that a summary stays small however
 *     many files there are
 */
record VersionSummary(
        TableSchema schema,
        long read,
        long refused,
        long rows,
        long bytes,
        String sha256,
        List<ColumnProfile> profile,
        Optional<List<DataFileRef>> files,
        Optional<MergeCounts> merge) {
    private static final String PREFIX = "jiaohui.";

    Map<String, String> toMap() {
        Map<String, String> map = new HashMap<>();
        map.put(PREFIX + "read", Long.toString(read));
        map.put(PREFIX + "refused", Long.toString(refused));
        map.put(PREFIX + "rows", Long.toString(rows));
        map.put(PREFIX + "bytes", Long.toString(bytes));
        map.put(PREFIX + "sha256", sha256);
        map.put(PREFIX + "schema.gz", compressed(VersionJson.schema(schema)));
        map.put(PREFIX + "profile.gz", compressed(VersionJson.profile(profile)));
        files.ifPresent(list -> map.put(PREFIX + "files.gz", compressed(VersionJson.files(list))));
        merge.ifPresent(counts -> {
            map.put(PREFIX + "accepted", Long.toString(counts.accepted()));
            map.put(PREFIX + "inserted", Long.toString(counts.inserted()));
            map.put(PREFIX + "updated", Long.toString(counts.updated()));
            map.put(PREFIX + "deleted", Long.toString(counts.deleted()));
            map.put(PREFIX + "unchanged", Long.toString(counts.unchanged()));
            map.put(PREFIX + "superseded", Long.toString(counts.superseded()));
        });
        return map;
    }

    static VersionSummary of(Map<String, String> map) {
        return new VersionSummary(
                VersionJson.schema(expanded(text(map, "schema.gz"))),
                Long.parseLong(text(map, "read")),
                Long.parseLong(text(map, "refused")),
                Long.parseLong(text(map, "rows")),
                Long.parseLong(text(map, "bytes")),
                text(map, "sha256"),
                VersionJson.profile(expanded(text(map, "profile.gz"))),
                Optional.ofNullable(map.get(PREFIX + "files.gz")).map(files -> VersionJson.files(expanded(files))),
                map.containsKey(PREFIX + "inserted") ? Optional.of(counts(map)) : Optional.empty());
    }

    private static MergeCounts counts(Map<String, String> map) {
        return new MergeCounts(
                Long.parseLong(text(map, "accepted")),
                Long.parseLong(text(map, "inserted")),
                Long.parseLong(text(map, "updated")),
                Long.parseLong(text(map, "deleted")),
                Long.parseLong(text(map, "unchanged")),
                Long.parseLong(text(map, "superseded")));
    }

    DatasetVersion version(DatasetId dataset, VersionSnapshot snapshot) {
        return new DatasetVersion(
                dataset,
                new VersionNumber(snapshot.number()),
                snapshot.snapshot(),
                new RunId(snapshot.run()),
                Instant.ofEpochMilli(snapshot.committedAtMillis()),
                schema,
                rows,
                refused,
                bytes,
                sha256,
                profile,
                merge);
    }

    private static String text(Map<String, String> map, String name) {
        String value = map.get(PREFIX + name);
        if (value == null) {
            throw new IllegalStateException("the snapshot's summary lacks " + PREFIX + name);
        }
        return value;
    }

    private static String compressed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static String expanded(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
