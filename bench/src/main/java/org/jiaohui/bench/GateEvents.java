package org.jiaohui.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Writes a CSV of expressway toll-gate events, the same bytes for the same number of rows on every machine: 5,000,000 rows are 668,489,900 bytes with SHA-256
 * {@code 981edf6f4ccc983c77c9943c40fd1dad60bb4fe70c54cc68ce940c397d371409}. Some remarks are quoted and hold commas or doubled quotes, speeds and remarks may
 * be empty.
 */
public final class GateEvents {
    private static final byte[][] PROVINCES = utf8("京", "沪", "粤", "苏", "浙", "川", "鲁", "豫", "鄂", "湘");
    private static final byte[][] VEHICLE_TYPES = utf8("客车一型", "客车二型", "货车一型", "货车三型", "货车六型", "专项作业车");
    private static final byte[][] PAYMENTS = utf8("ETC", "现金", "移动支付", "免费");
    private static final byte[][] REMARKS =
            utf8("", "", "", "正常通行", "绿通车辆，已查验", "\"车牌识别异常,人工确认\"", "\"节假日免费 \"\"小型客车\"\"\"", "入口信息缺失，按最小费额计费");
    private static final byte[] PLATE = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final long START = LocalDateTime.of(2025, 3, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
    private static final int LONGEST_ROW = 512;

    private final byte[] block = new byte[1 << 16];
    private int size;
    private long state = 0x9E3779B97F4A7C15L;
    private long knownDay = Long.MIN_VALUE;
    private byte[] knownDate = new byte[0];

    private GateEvents() {}

    public static void write(long rows, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write((String.join(",", GateTable.NAMES) + "\n").getBytes(StandardCharsets.UTF_8));
            GateEvents events = new GateEvents();
            for (long id = 1; id <= rows; id++) {
                events.event(id);
                if (events.size > events.block.length - LONGEST_ROW || id == rows) {
                    out.write(events.block, 0, events.size);
                    events.size = 0;
                }
            }
        }
    }

    private void event(long id) {
        number(id);
        put(',');
        put(PROVINCES[random(10)]);
        put('A' + random(6));
        for (int i = 0; i < 5; i++) {
            put(PLATE[random(34)]);
        }
        put(',');
        put('G');
        number(1000 + random(900));
        number(100 + random(40));
        put(',');
        number(1 + random(24));
        put(',');
        long entry = START + id * 31 / 60 + random(600);
        int seconds = 300 + random(14_000);
        timestamp(entry);
        put(',');
        timestamp(entry + seconds);
        put(',');
        int distance = seconds * (60 + random(50)) / 36;
        put(VEHICLE_TYPES[random(6)]);
        put(',');
        hundredths(100 + random(4800));
        put(',');
        hundredths(distance);
        put(',');
        hundredths((long) distance * 45 / 100);
        put(',');
        put(PAYMENTS[random(4)]);
        put(',');
        int speed = 300 + random(900);
        if (random(50) != 0) {
            number(speed / 10);
            put('.');
            put('0' + speed % 10);
        }
        put(',');
        put(REMARKS[random(8)]);
        put('\n');
    }

    /** Xorshift64. */
    private int random(int bound) {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        return (int) Long.remainderUnsigned(state, bound);
    }

    private void timestamp(long epochSecond) {
        long day = Math.floorDiv(epochSecond, 86_400L);
        if (day != knownDay) {
            knownDay = day;
            knownDate = LocalDate.ofEpochDay(day).toString().getBytes(StandardCharsets.US_ASCII);
        }
        int second = (int) Math.floorMod(epochSecond, 86_400L);
        put(knownDate);
        put(' ');
        two(second / 3600);
        put(':');
        two(second / 60 % 60);
        put(':');
        two(second % 60);
    }

    private void hundredths(long value) {
        number(value / 100);
        put('.');
        two((int) (value % 100));
    }

    private void two(int value) {
        put('0' + value / 10);
        put('0' + value % 10);
    }

    private void number(long value) {
        if (value >= 10) {
            number(value / 10);
        }
        put('0' + (int) (value % 10));
    }

    private void put(int value) {
        block[size++] = (byte) value;
    }

    private void put(byte[] text) {
        System.arraycopy(text, 0, block, size, text.length);
        size += text.length;
    }

    private static byte[][] utf8(String... texts) {
        byte[][] bytes = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            bytes[i] = texts[i].getBytes(StandardCharsets.UTF_8);
        }
        return bytes;
    }
}
