package org.jiaohui.dataset.format.delimited;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordSplitterTest {
    private static final int FIELDS = 6;

    @Test
    void splitsLikeAReaderThatGoesByteByByteHoweverTheBufferMoves() {
        Random random = new Random(20261127);
        Dialect[] dialects = {
            Dialect.CSV,
            new Dialect((byte) '|', (byte) '@', Dialect.NO_QUOTE),
            new Dialect((byte) 0xa4, (byte) '\n', '\'')
        };
        for (int round = 0; round < 600; round++) {
            Dialect dialect = dialects[round % dialects.length];
            byte[] text = text(random, dialect);
            assertThat(split(random, dialect, text)).as("round %s", round).isEqualTo(plain(dialect, text));
        }
    }

    /** Records without quotes or with well-formed ones, fields up to a few hundred bytes. */
    private static byte[] text(Random random, Dialect dialect) {
        byte[] text = new byte[1 << 16];
        int size = 0;
        int records = 1 + random.nextInt(60);
        for (int record = 0; record < records; record++) {
            int fields = 1 + random.nextInt(FIELDS + 2);
            for (int field = 0; field < fields; field++) {
                boolean quoted = dialect.quote() != Dialect.NO_QUOTE && random.nextInt(5) == 0;
                int length = random.nextInt(6) == 0 ? random.nextInt(200) : random.nextInt(12);
                if (quoted) {
                    text[size++] = (byte) dialect.quote();
                }
                for (int i = 0; i < length; i++) {
                    byte value = (byte) random.nextInt(256);
                    boolean special = value == dialect.delimiter()
                            || value == dialect.separator()
                            || value == (byte) dialect.quote();
                    if (quoted && value == (byte) dialect.quote()) {
                        text[size++] = value;
                        text[size++] = value;
                    } else {
                        text[size++] = (special && !quoted) || value == '\r' ? (byte) 'x' : value;
                    }
                }
                if (quoted) {
                    text[size++] = (byte) dialect.quote();
                }
                text[size++] = field < fields - 1 ? dialect.delimiter() : dialect.separator();
            }
        }
        return Arrays.copyOf(text, size);
    }

    /** Splits from a buffer that is filled by small portions and whose rest moves to the front, as a worker does it. */
    private static List<String> split(Random random, Dialect dialect, byte[] text) {
        RecordSplitter splitter = new RecordSplitter(dialect, FIELDS);
        int padding = random.nextBoolean() ? 64 : 2;
        byte[] buffer = new byte[4096 + padding];
        List<String> records = new ArrayList<>();
        int taken = 0;
        int position = 0;
        int limit = 0;
        while (true) {
            boolean last = taken == text.length;
            Arrays.fill(buffer, limit, limit + padding, dialect.separator());
            int next = position < limit ? splitter.split(buffer, position, limit, last) : RecordSplitter.INCOMPLETE;
            if (next >= 0) {
                StringBuilder record = new StringBuilder().append(splitter.fields);
                for (int i = 0; i < Math.min(splitter.fields, FIELDS); i++) {
                    record.append(' ')
                            .append(Arrays.toString(Arrays.copyOfRange(buffer, splitter.starts[i], splitter.ends[i])));
                }
                records.add(record.toString());
                position = next;
            } else if (last) {
                assertThat(position).isEqualTo(limit);
                return records;
            } else {
                System.arraycopy(buffer, position, buffer, 0, limit - position);
                limit -= position;
                position = 0;
                int portion = Math.min(text.length - taken, 1 + random.nextInt(buffer.length - padding - limit));
                System.arraycopy(text, taken, buffer, limit, portion);
                taken += portion;
                limit += portion;
            }
        }
    }

    private static List<String> plain(Dialect dialect, byte[] text) {
        List<String> records = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        int start = 0;
        boolean quoted = false;
        for (int at = 0; at < text.length; at++) {
            boolean quote = (text[at] & 0xff) == dialect.quote();
            if (quote && quoted) {
                quoted = false;
            } else if (quote) {
                quoted = at == start || ((text[start] & 0xff) == dialect.quote() && text[at - 1] == text[at]);
            }
            if (!quoted && (text[at] == dialect.delimiter() || text[at] == dialect.separator())) {
                boolean inQuotes = at - start >= 2 && (text[start] & 0xff) == dialect.quote();
                int shift = inQuotes ? 1 : 0;
                fields.add(Arrays.toString(Arrays.copyOfRange(text, start + shift, at - shift)));
                start = at + 1;
                if (text[at] == dialect.separator()) {
                    StringBuilder record = new StringBuilder().append(fields.size());
                    fields.stream()
                            .limit(FIELDS)
                            .forEach(field -> record.append(' ').append(field));
                    records.add(record.toString());
                    fields.clear();
                }
            }
        }
        return records;
    }
}
