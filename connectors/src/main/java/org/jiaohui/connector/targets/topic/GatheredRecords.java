package org.jiaohui.connector.targets.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The records of a batch in a file, and those that came to its keys afterwards: corrections, and what somebody else wrote. A reader of the topic goes by the newest
 * record of a key, and so does this. Memory is bounded: records lie in files until all are read, and only those of others that meet a key of the batch are held.
 */
final class GatheredRecords implements AutoCloseable {
    /** Keys held in memory at most. */
    static final int MOST_KEYS = 100_000;

    private static final char CORRECTION = 'c';
    private static final char OTHERS = 'o';
    private static final char SETTLED = 's';

    /** 8 MB, however many keys there are: where a key of the batch may be, there is a bit. */
    private static final int KEY_BITS = 26;

    private final Path own;
    private final Path later;
    private final OutputStream ownOut;
    private final OutputStream laterOut;
    private final BitSet keys = new BitSet(1 << KEY_BITS);
    private final Map<String, byte[]> corrected = new LinkedHashMap<>();
    private final Map<String, Line> overwritten = new LinkedHashMap<>();
    private long found;

    GatheredRecords(Path folder) throws IOException {
        own = folder.resolve("own.tmp");
        later = folder.resolve("later.tmp");
        ownOut = new BufferedOutputStream(Files.newOutputStream(own));
        laterOut = new BufferedOutputStream(Files.newOutputStream(later));
    }

    /** A record with its place in the topic. */
    private record Line(String key, int partition, long offset, long timestamp, String text) {
        static Line parse(String line) {
            String[] parts = line.split("\t", 5);
            return new Line(
                    parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]), parts[4]);
        }

        boolean isLaterThan(Line other) {
            return partition == other.partition ? offset > other.offset : timestamp > other.timestamp;
        }
    }

    /** A record of the batch itself. */
    void own(ConsumerRecord<byte[], byte[]> record, byte[] line) throws IOException {
        found++;
        if (record.key() != null) {
            keys.set(bit(key(record)));
        }
        write(ownOut, record, line);
    }

    /** A record of a batch that brought keys of this one once more. */
    void correction(ConsumerRecord<byte[], byte[]> record, byte[] line) throws IOException {
        if (record.key() == null) {
            write(ownOut, record, line);
        } else {
            laterOut.write(CORRECTION);
            write(laterOut, record, line);
        }
    }

    /** A record that somebody else wrote. */
    void others(ConsumerRecord<byte[], byte[]> record, byte[] line) throws IOException {
        laterOut.write(OTHERS);
        write(laterOut, record, line);
    }

    /** A record by which the subscription has written its key again since. */
    void settled(ConsumerRecord<byte[], byte[]> record) throws IOException {
        laterOut.write(SETTLED);
        write(laterOut, record, new byte[0]);
    }

    /** Records of the batch itself. */
    long found() {
        return found;
    }

    /** Keys that were corrected, once all is {@link #read}. */
    int corrected() {
        return corrected.size();
    }

    /** To be told when the last record was given. Returns whether the keys that others or corrections met are few enough. */
    boolean read() throws IOException {
        close();
        try (BufferedReader lines = Files.newBufferedReader(later, UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Line record = Line.parse(line.substring(1));
                switch (line.charAt(0)) {
                    case CORRECTION -> {
                        corrected.put(record.key(), record.text().getBytes(UTF_8));
                        overwritten.remove(record.key());
                    }
                    case SETTLED -> overwritten.remove(record.key());
                    default -> {
                        if (keys.get(bit(record.key())) || corrected.containsKey(record.key())) {
                            overwritten.put(record.key(), record);
                        }
                    }
                }
                if (corrected.size() > MOST_KEYS || overwritten.size() > MOST_KEYS) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Writes the newest record of each key. */
    void merge(Path into) throws IOException {
        Set<String> overwriting = new LinkedHashSet<>();
        try (BufferedReader lines = Files.newBufferedReader(own, UTF_8);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(into))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Line record = Line.parse(line);
                Line others = overwritten.get(record.key());
                if (corrected.containsKey(record.key())) {
                    continue;
                }
                if (others != null && others.isLaterThan(record)) {
                    overwriting.add(record.key());
                } else {
                    writeLine(out, record.text().getBytes(UTF_8));
                }
            }
            for (Map.Entry<String, byte[]> correction : corrected.entrySet()) {
                if (overwritten.containsKey(correction.getKey())) {
                    overwriting.add(correction.getKey());
                } else {
                    writeLine(out, correction.getValue());
                }
            }
            for (String key : overwriting) {
                Line others = overwritten.get(key);
                if (others != null) {
                    writeLine(out, others.text().getBytes(UTF_8));
                }
            }
        }
        Files.delete(own);
        Files.delete(later);
    }

    @Override
    public void close() throws IOException {
        ownOut.close();
        laterOut.close();
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : Base64.getEncoder().encodeToString(record.key());
    }

    private static int bit(String key) {
        return (key.hashCode() * 0x9E3779B9) >>> (32 - KEY_BITS);
    }

    private static void write(OutputStream out, ConsumerRecord<byte[], byte[]> record, byte[] line) throws IOException {
        String place =
                key(record) + "\t" + record.partition() + "\t" + record.offset() + "\t" + record.timestamp() + "\t";
        out.write(place.getBytes(UTF_8));
        writeLine(out, line);
    }

    private static void writeLine(OutputStream out, byte[] line) throws IOException {
        out.write(line);
        out.write('\n');
    }
}
