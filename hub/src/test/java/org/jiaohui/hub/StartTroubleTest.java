package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jiaohui.ledger.Ledger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that cannot start says why in one sentence, without a stack trace, and ends with 1. */
class StartTroubleTest {
    @TempDir
    Path folder;

    @Test
    void aHomeOfANewerVersion() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(home.resolve("layout"), "99\n");
        assertThat(refusal(home, HubProcess.freePort(), Map.of()))
                .contains("由更新的版本创建")
                .contains("made by a newer version");
        assertThat(home.resolve("postgres")).doesNotExist();
    }

    @Test
    void aHomeThatAnotherProcessUses() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        try (FileChannel lock =
                        FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThat(refusal(home, HubProcess.freePort(), Map.of())).contains("another hub process uses the home");
        }
    }

    @Test
    void aTakenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(refusal(folder.resolve("home"), taken.getLocalPort(), Map.of()))
                    .contains("端口 " + taken.getLocalPort() + " 已被占用")
                    .contains("--port");
        }
    }

    @Test
    void aDatabaseOfANewerVersionAndOneThatDoesNotAnswer() throws Exception {
        Path home = folder.resolve("home");
        String url;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            url = postgres.getJdbcUrl("postgres", "postgres");
            try (HikariDataSource pool = Ledger.pool(url, "postgres", "postgres")) {
                Ledger.open(pool, folder.resolve("secret.key"));
                try (Connection connection = pool.getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("""
                            insert into ledger.flyway_schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success)
                            values (999, '999', 'from the future', 'SQL', 'V999__from_the_future.sql', 'test', 1, true)
                            """);
                }
            }
            assertThat(refusal(home, HubProcess.freePort(), Map.of("jiaohui.database.url", url)))
                    .contains("made by a newer version")
                    .contains("999");
        }
        assertThat(refusal(home, HubProcess.freePort(), Map.of("jiaohui.database.url", url)))
                .contains("check PostgreSQL");
    }

    @Test
    void aSettingThatIsNoNumber() throws Exception {
        assertThat(refusal(folder.resolve("home"), HubProcess.freePort(), Map.of("jiaohui.workers", "many")))
                .contains("jiaohui.workers")
                .contains("many");
    }

    @Test
    void aFullDisk() throws Exception {
        Path small = Files.createDirectories(folder.resolve("small"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small.toString()) == 0, "no right to mount");
        try {
            assertThat(refusal(small.resolve("home"), HubProcess.freePort(), Map.of()))
                    .contains("磁盘空间不足")
                    .contains("the disk is nearly full");
        } finally {
            run("umount", "-l", small.toString());
        }
    }

    /** The one line that the program printed to say why it does not start. */
    private static String refusal(Path home, int port, Map<String, String> settings) throws Exception {
        Process process = HubProcess.launch(home, port, settings);
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        String output = HubProcess.output(home);
        assertThat(process.exitValue()).as(output).isEqualTo(1);
        assertThat(output).doesNotContain("\tat ").doesNotContain("Exception:");
        assertThat(output.lines().filter(line -> line.startsWith("jiaohui: ")))
                .as(output)
                .hasSize(1);
        return output;
    }

    static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException absent) {
            return -1;
        }
    }
}
