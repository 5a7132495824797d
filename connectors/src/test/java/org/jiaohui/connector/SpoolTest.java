package org.jiaohui.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.SpooledFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    @TempDir
    Path folder;

    @Test
    void digestIsThatOfTheWholeFileHoweverTheStreamComes() throws Exception {
        Random random = new Random(7);
        Spool spool = new Spool(folder, Long.MAX_VALUE);
        try (FetchWatch watch = new FetchWatch(RunProgress.SILENT, Duration.ofMinutes(1))) {
            for (int size : new int[] {0, 1, 32 << 10, (32 << 10) + 1, 256 << 10, 9_000_001}) {
                byte[] content = new byte[size];
                random.nextBytes(content);
                SpooledFile file = spool.copy("a.bin", Optional.empty(), inPortions(content, random), watch);
                assertThat(Files.readAllBytes(file.path())).isEqualTo(content);
                assertThat(file.sha256())
                        .as(size + " bytes")
                        .isEqualTo(HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
            }
        }
    }

    /** Brings now a few bytes, now many. */
    private static InputStream inPortions(byte[] content, Random random) {
        return new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] into, int start, int length) {
                int most = random.nextBoolean() ? length : 1 + random.nextInt(length);
                return super.read(into, start, random.nextInt(4) == 0 ? Math.min(most, 100) : most);
            }
        };
    }
}
