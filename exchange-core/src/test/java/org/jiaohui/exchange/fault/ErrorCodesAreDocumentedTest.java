package org.jiaohui.exchange.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodesAreDocumentedTest {
    private static final Path PAGE = Path.of("../docs/errors.md");

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCodeHasItsRowAndItsParty(ErrorCode code) throws IOException {
        String party = switch (code.kind()) {
            case PROVIDER -> "提供方 provider";
            case CONSUMER -> "使用方 consumer";
            case OPERATOR -> "运维 operator";
            case CALLER -> "调用方 caller";
            case HUB -> "开发 hub";
        };
        assertThat(Files.readAllLines(PAGE))
                .filteredOn(line -> line.startsWith("| `" + code + "` | " + party + " |"))
                .as("row of %s in %s", code, PAGE)
                .hasSize(1);
    }
}
