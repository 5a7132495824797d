package org.jiaohui.connector.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Delivery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileProtocolTest {
    @TempDir
    Path folder;

    private TestConnectors connectors;

    @BeforeEach
    void start() throws Exception {
        connectors = new TestConnectors(folder);
        Files.writeString(folder.resolve("a.csv"), "id\n1\n");
        Files.writeString(folder.resolve("b.csv"), "id\n2\n");
        Files.writeString(folder.resolve("c.txt"), "x");
    }

    @AfterEach
    void stop() {
        connectors.close();
    }

    @Test
    void bringsOneFileWithItsDigest() {
        Delivery.Files files = (Delivery.Files) connectors.fetch("file", path("a.csv"));
        assertThat(files.files()).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo("a.csv");
            assertThat(file.bytes()).isEqualTo(5);
            assertThat(file.sha256()).isEqualTo("7cde7fb64fd82bd152710cf238e017b9ab46c0592483edc067ba4f6c75fac108");
            assertThat(file.path()).hasContent("id\n1\n");
        });
    }

    @Test
    void bringsTheFilesOfAGlobAndOfAFolderInOrder() {
        Delivery.Files glob = (Delivery.Files) connectors.fetch("file", path("*.csv"));
        assertThat(glob.files()).extracting("name").containsExactly("a.csv", "b.csv");
        Delivery.Files all = (Delivery.Files) connectors.fetch("file", Map.of("path", folder.toString()));
        assertThat(all.files()).extracting("name").containsExactly("a.csv", "b.csv", "c.txt");
    }

    @Test
    void saysThatNothingChanged() throws Exception {
        Delivery.Files first = (Delivery.Files) connectors.fetch("file", path("*.csv"));
        Optional<String> since = Optional.of(first.position());
        assertThat(connectors.fetch("file", path("*.csv"), since, RunProgress.SILENT))
                .isInstanceOf(Delivery.NotModified.class);
        Files.writeString(folder.resolve("a.csv"), "id\n1\n3\n");
        assertThat(connectors.fetch("file", path("*.csv"), since, RunProgress.SILENT))
                .isInstanceOf(Delivery.Files.class);
    }

    @Test
    void refusesPathsOutsideTheRoots() throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/hostname"));
        for (String path : new String[] {"/etc/hostname", folder + "/../../etc/passwd", folder + "/link", "/etc/*"}) {
            assertThatThrownBy(() -> connectors.fetch("file", Map.of("path", path)))
                    .as(path)
                    .isInstanceOfSatisfying(
                            ExchangeException.class,
                            wrong -> assertThat(wrong.code()).isEqualTo(ErrorCode.SETTINGS_WRONG));
        }
    }

    @Test
    void namesAFileThatIsNotThereAndAnEmptyGlob() {
        assertThatThrownBy(() -> connectors.fetch("file", path("missing.csv")))
                .isInstanceOf(ExchangeException.class)
                .hasMessageContaining("missing.csv")
                .extracting("code")
                .isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
        assertThatThrownBy(() -> connectors.fetch("file", path("*.xlsx")))
                .extracting("code")
                .isEqualTo(ErrorCode.SOURCE_EMPTY);
    }

    private Map<String, String> path(String name) {
        return Map.of("path", folder.resolve(name).toString());
    }

    @Test
    void triesOutWithoutANetwork() throws Exception {
        java.nio.file.Files.writeString(folder.resolve("trial.csv"), "id\n1\n");
        assertThat(TestConnectors.steps(connectors.test(
                        "file", Map.of("path", folder.resolve("trial.csv").toString()))))
                .containsExactly(
                        "RESOLVE_HOST NOT_NEEDED",
                        "CONNECT NOT_NEEDED",
                        "AUTHENTICATE NOT_NEEDED",
                        "PERMISSION PASSED",
                        "SAMPLE PASSED");
        assertThat(TestConnectors.steps(connectors.test("file", Map.of("path", "/etc/passwd"))))
                .endsWith("PERMISSION FAILED SETTINGS_WRONG");
    }
}
