package org.jiaohui.dataset.format.delimited;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.UncachedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldSpansTest {
    @TempDir
    Path folder;

    @Test
    void spansOfALargeFileAreTheFileAndBeginAndEndAtRecordEnds() throws IOException {
        Path file = folder.resolve("large.csv");
        long rows = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            out.write("id,text\n".getBytes(StandardCharsets.UTF_8));
            for (long size = 0; size < UncachedChannel.LARGE + (5 << 20); rows++) {
                String row = rows + ",\"第" + rows + "行\n\"\"引号\"\"，" + "x".repeat((int) (rows * 31 % 300)) + "\"\n";
                byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
                out.write(bytes);
                size += bytes.length;
            }
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream((int) Files.size(file));
        int spans = 0;
        try (HeldSpans cut = new HeldSpans(file, "large.csv", Dialect.CSV, 8, 16 << 20)) {
            byte[] buffer = new byte[1_000_003];
            for (Optional<Span> span = cut.next(); span.isPresent(); span = cut.next()) {
                assertThat(span.get().ordinal()).isEqualTo(spans++);
                int first = whole.size();
                for (int read; (read = span.get().read(buffer, 0, buffer.length)) >= 0; ) {
                    whole.write(buffer, 0, read);
                }
                byte[] soFar = whole.toByteArray();
                assertThat(Character.isDigit(soFar[first])).isTrue();
                assertThat(new String(soFar, soFar.length - 2, 2, StandardCharsets.UTF_8))
                        .isEqualTo("\"\n");
                assertThat(cut.bytesCut()).isEqualTo(8L + soFar.length);
            }
        }
        assertThat(spans).isGreaterThan(4);
        byte[] text = Files.readAllBytes(file);
        assertThat(whole.size()).isEqualTo(text.length - 8);
        assertThat(java.util.Arrays.equals(whole.toByteArray(), 0, whole.size(), text, 8, text.length))
                .isTrue();
    }

    @Test
    void aQuoteThatIsNeverClosedIsFoundInASpanThatWasCutAhead() throws IOException {
        Path file = folder.resolve("open.csv");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            byte[] row = "12345,plain text\n".getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 400_000; i++) {
                out.write(row);
            }
            out.write('"');
            for (int i = 0; i < 2_000_000; i++) {
                out.write(row);
            }
        }
        try (HeldSpans cut = new HeldSpans(file, "open.csv", Dialect.CSV, 0, 4 << 20)) {
            assertThatThrownBy(() -> {
                        for (Optional<Span> span = cut.next(); span.isPresent(); span = cut.next()) {}
                    })
                    .isInstanceOfSatisfying(
                            ExchangeException.class,
                            fault -> assertThat(fault.code()).isEqualTo(ErrorCode.RECORD_TOO_LONG))
                    .hasMessageContaining("400001");
        }
    }

    /** Closing while a span is being cut ahead waits for it. */
    @Test
    void mayBeClosedBeforeItsEnd() throws IOException {
        Path file = folder.resolve("left.csv");
        Files.write(file, new byte[40 << 20]);
        for (int i = 0; i < 20; i++) {
            try (HeldSpans cut = new HeldSpans(file, "left.csv", new Dialect((byte) ',', (byte) 0, '"'), 0, 4 << 20)) {
                assertThat(cut.next()).isPresent();
            }
        }
    }
}
