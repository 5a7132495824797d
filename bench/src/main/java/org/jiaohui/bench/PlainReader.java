package org.jiaohui.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The third reader: RFC 4180 by the book, one character after the other, numbers as {@link BigDecimal}. It shares no code with either side and is as slow as it
 * looks.
 */
final class PlainReader {
    private static final int[] SUMMED =
            Totals.SUMMED.stream().mapToInt(GateTable.NAMES::indexOf).toArray();

    private final BufferedReader text;
    private final MessageDigest md5;
    private final long[] nulls = new long[GateTable.NAMES.size()];
    private final BigDecimal[] sums = new BigDecimal[SUMMED.length];
    private BigInteger digest = BigInteger.ZERO;
    private long rows;

    private PlainReader(BufferedReader text) throws NoSuchAlgorithmException {
        this.text = text;
        md5 = MessageDigest.getInstance("MD5");
        Arrays.fill(sums, BigDecimal.ZERO);
    }

    static Totals read(Path csv) throws IOException, NoSuchAlgorithmException {
        try (BufferedReader text = Files.newBufferedReader(csv)) {
            return new PlainReader(text).read();
        }
    }

    private Totals read() throws IOException {
        if (!GateTable.NAMES.equals(record())) {
            throw new IOException("the file does not have the columns " + GateTable.NAMES);
        }
        for (List<String> record = record(); !record.isEmpty(); record = record()) {
            add(record);
        }
        Map<String, Long> empty = new LinkedHashMap<>();
        for (int i = 0; i < nulls.length; i++) {
            empty.put(GateTable.NAMES.get(i), nulls[i]);
        }
        Map<String, String> summed = new LinkedHashMap<>();
        for (int i = 0; i < SUMMED.length; i++) {
            summed.put(Totals.SUMMED.get(i), sums[i].toPlainString());
        }
        return new Totals(rows, empty, summed, digest);
    }

    private void add(List<String> record) throws IOException {
        if (record.size() != nulls.length) {
            throw new IOException("row " + (rows + 1) + " has " + record.size() + " fields");
        }
        rows++;
        for (int i = 0; i < nulls.length; i++) {
            nulls[i] += record.get(i).isEmpty() ? 1 : 0;
        }
        for (int i = 0; i < SUMMED.length; i++) {
            String value = record.get(SUMMED[i]);
            sums[i] = value.isEmpty() ? sums[i] : sums[i].add(new BigDecimal(value));
        }
        byte[] hash =
                md5.digest(String.join(String.valueOf(Totals.BETWEEN), record).getBytes(StandardCharsets.UTF_8));
        long half = ByteBuffer.wrap(hash).order(ByteOrder.LITTLE_ENDIAN).getLong(8);
        digest = digest.add(new BigInteger(Long.toUnsignedString(half)));
    }

    /** The fields of the next record; none at the end of the text. */
    private List<String> record() throws IOException {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int next = text.read(); next >= 0; next = text.read()) {
            char character = (char) next;
            if (quoted) {
                text.mark(1);
                if (character != '"') {
                    field.append(character);
                } else if (text.read() == '"') {
                    field.append('"');
                } else {
                    text.reset();
                    quoted = false;
                }
            } else if (character == '"') {
                quoted = true;
            } else if (character == ',' || character == '\n') {
                fields.add(field.toString());
                field.setLength(0);
                if (character == '\n') {
                    return fields;
                }
            } else {
                field.append(character);
            }
        }
        if (!fields.isEmpty() || !field.isEmpty()) {
            fields.add(field.toString());
        }
        return fields;
    }
}
