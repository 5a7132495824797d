package org.jiaohui.dataset.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.jiaohui.dataset.objectstore.ObjectStore;

/** A data file of a version, with what Iceberg knows of its columns. */
public final class LiveFile {
    private static final Pattern NUMBERED = Pattern.compile("(.*)-(\\d{1,9})\\.parquet");

    static final Comparator<LiveFile> ORDER = Comparator.<LiveFile>comparingLong(
                    file -> Optional.ofNullable(file.file.dataSequenceNumber()).orElse(0L))
            .thenComparing(LiveFile::stem)
            .thenComparingInt(LiveFile::number)
            .thenComparing(LiveFile::key);

    private final String key;
    private final DataFile file;

    LiveFile(String key, DataFile file) {
        this.key = key;
        this.file = file;
    }

    /** The data files of a version as Iceberg's manifests list them. */
    static List<LiveFile> of(Table table, Snapshot snapshot, ObjectStore objects) {
        List<LiveFile> files = new ArrayList<>();
        for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
            try (ManifestReader<DataFile> reader = ManifestFiles.read(manifest, table.io(), table.specs())) {
                for (DataFile file : reader) {
                    files.add(new LiveFile(
                            file.location().substring(objects.address().length() + 1), file.copy()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    DataFile file() {
        return file;
    }

    public String key() {
        return key;
    }

    public long bytes() {
        return file.fileSizeInBytes();
    }

    public long rows() {
        return file.recordCount();
    }

    private String stem() {
        Matcher match = NUMBERED.matcher(key);
        return match.matches() ? match.group(1) : key;
    }

    private int number() {
        Matcher match = NUMBERED.matcher(key);
        return match.matches() ? Integer.parseInt(match.group(2)) : 0;
    }

    /** False when the column's bounds say that no value of the range is in the file. Of integers, dates and timestamps. */
    public boolean mayHold(int fieldId, long least, long most) {
        Optional<ByteBuffer> lower = bound(file.lowerBounds(), fieldId);
        Optional<ByteBuffer> upper = bound(file.upperBounds(), fieldId);
        return lower.isEmpty() || upper.isEmpty() || (number(lower.get()) <= most && number(upper.get()) >= least);
    }

    /** The same for texts, in the order of their UTF-8 bytes. */
    public boolean mayHold(int fieldId, String least, String most) {
        Optional<ByteBuffer> lower = bound(file.lowerBounds(), fieldId);
        Optional<ByteBuffer> upper = bound(file.upperBounds(), fieldId);
        return lower.isEmpty()
                || upper.isEmpty()
                || (Arrays.compareUnsigned(bytes(lower.get()), most.getBytes(StandardCharsets.UTF_8)) <= 0
                        && Arrays.compareUnsigned(bytes(upper.get()), least.getBytes(StandardCharsets.UTF_8)) >= 0);
    }

    private static Optional<ByteBuffer> bound(Map<Integer, ByteBuffer> bounds, int fieldId) {
        return bounds == null ? Optional.empty() : Optional.ofNullable(bounds.get(fieldId));
    }

    private static long number(ByteBuffer bound) {
        ByteBuffer value = bound.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        return value.remaining() == Integer.BYTES ? value.getInt(value.position()) : value.getLong(value.position());
    }

    private static byte[] bytes(ByteBuffer bound) {
        byte[] bytes = new byte[bound.remaining()];
        bound.duplicate().get(bytes);
        return bytes;
    }
}
