package org.jiaohui.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SideBySideTest {
    @TempDir
    Path folder;

    @Test
    void bothSidesWriteWhatAThirdReaderFindsInTheFile() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        BenchArguments arguments = BenchArguments.parse(
                List.of("--rows", "50000", "--rounds", "1", "--keep", "--work", folder.toString()));
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            boolean right = CsvAgainstDuckDb.run(arguments, out);
            assertThat(right).as(printed.toString(StandardCharsets.UTF_8)).isTrue();
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("| Jiaohui |", "| DuckDB |", "median ratio");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("gate-events-50000.csv"));
        }
    }

    @Test
    void theFileIsTheSameEverywhere() throws Exception {
        Path file = folder.resolve("events.csv");
        GateEvents.write(50_000, file);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        assertThat(HexFormat.of().formatHex(digest))
                .isEqualTo("81d2757911d7ff95a085bff556bbd3bfdf4bc4724475d1fe2edc950769965f54");
    }
}
