package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The disk of the home fills up while the hub works; skipped where nobody may mount a small disk. */
class FullDiskTest {
    private static final int MOST_BLOCKS = 260 * 16;

    @TempDir
    Path folder;

    @Test
    void aRunOnAFullDiskFailsByNameTheVersionBeforeStaysAndWithRoomAllIsWell() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        Assumptions.assumeTrue(
                StartTroubleTest.run("mount", "-t", "tmpfs", "-o", "size=260m", "tmpfs", disk.toString()) == 0,
                "no right to mount");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                HubProcess hub = HubProcess.start(
                        disk.resolve("home"),
                        Map.of(
                                "jiaohui.database.url", postgres.getJdbcUrl("postgres", "postgres"),
                                "jiaohui.search.address", "http://127.0.0.1:" + HubProcess.freePort(),
                                "jiaohui.file-roots", folder.resolve("inbox").toString()))) {
            Path file = Files.createDirectories(folder.resolve("inbox")).resolve("noise.csv");
            hub.registerFile("noise", file);
            Files.writeString(file, "a,b\n1,2\n");
            assertThat(outcome(hub)).isEqualTo("Published");

            Path filler = disk.resolve("filler");
            Path room = Files.write(disk.resolve("room"), new byte[1 << 20]);
            fill(filler);
            Files.delete(room);
            Files.writeString(file, noise());
            JsonNode failed = hub.awaitRun(hub.begin("noise"));
            assertThat(failed.path("error").path("code").asString(""))
                    .as(failed.toString())
                    .isEqualTo("DISK_FULL");
            assertThat(hub.get("/api/v1/datasets/noise").path("version").asString(""))
                    .isEqualTo("v1");
            assertThat(hub.get("/api/v1/datasets/noise/records").path("rows").size())
                    .isEqualTo(1);

            Files.delete(filler);
            assertThat(outcome(hub)).isEqualTo("Published");
        } finally {
            StartTroubleTest.run("umount", "-l", disk.toString());
        }
    }

    private static String outcome(HubProcess hub) {
        return hub.awaitRun(hub.begin("noise")).path("outcome").asString("");
    }

    /** Nothing that compression could make small. */
    private static String noise() {
        Random random = new Random(1);
        byte[] bytes = new byte[40];
        StringBuilder csv = new StringBuilder("a,b\n");
        for (int i = 0; i < 100_000; i++) {
            random.nextBytes(bytes);
            csv.append(i).append(',').append(HexFormat.of().formatHex(bytes)).append('\n');
        }
        return csv.toString();
    }

    private static void fill(Path file) throws IOException {
        byte[] block = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < MOST_BLOCKS; i++) {
                out.write(block);
            }
            throw new AssertionError("the disk does not become full");
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }
}
