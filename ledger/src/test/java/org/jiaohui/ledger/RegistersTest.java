package org.jiaohui.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceId;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sources with their secrets, and tasks. */
class RegistersTest extends LedgerTest {
    private static final SourceId GATES = new SourceId("gates");
    private static final FormatOptions FORMAT = new FormatOptions(
            Optional.of("csv"),
            Optional.of("GB18030"),
            Optional.of("|"),
            Optional.empty(),
            Optional.of(""),
            Optional.of(false),
            Optional.empty(),
            Optional.empty());

    @Test
    void givesSecretsToRunsAndHidesThemFromPeople() {
        Source source = gates("s3cret-口令");
        sources.save(source, Set.of("password", "token"));
        assertThat(sources.find(GATES)).contains(source);
        assertThat(sources.list()).singleElement().satisfies(seen -> {
            assertThat(seen.source().settings())
                    .containsEntry("password", "••••")
                    .containsEntry("user", "reader");
            assertThat(seen.source().settings()).doesNotContainKey("token");
            assertThat(seen.source().format()).isEqualTo(FORMAT);
        });
        assertThat(sources.find(new SourceId("nobody"))).isEmpty();
    }

    @Test
    void keepsSecretsUnreadableInTheTable() {
        sources.save(gates("s3cret"), Set.of("password"));
        String row = row();
        assertThat(row).doesNotContain("s3cret").contains("enc:v1:").contains("reader");
        sources.save(gates("s3cret"), Set.of("password"));
        assertThat(row()).as("a new nonce every time").isNotEqualTo(row);
    }

    @Test
    void keepsASecretThatComesBackMasked() {
        sources.save(gates("s3cret"), Set.of("password"));
        sources.save(gates("••••"), Set.of("password"));
        assertThat(sources.find(GATES)).contains(gates("s3cret"));
        // Another kind of system never gets the old one's secret.
        Source other = new Source(GATES, "别的", "sftp", Map.of("password", "••••"), FORMAT);
        sources.save(other, Set.of("password"));
        assertThat(sources.find(GATES)).contains(other);
    }

    @Test
    void refusesASecretThatWasMovedOrMadeWithAnotherKey() {
        sources.save(gates("s3cret"), Set.of("password"));
        sql(
                "insert into ledger.source (id, title, connector, settings, secret_settings, format)"
                        + " select 'thief', title, connector, settings, secret_settings, format from ledger.source where id = 'gates'");
        assertUndecipherable(ledger, new SourceId("thief"));
        Ledger elsewhere = Ledger.open(pool, folder.resolve("other.key"));
        assertUndecipherable(elsewhere, GATES);
        assertThat(elsewhere.sources().list()).hasSize(2);
    }

    @Test
    void makesTheKeyFileForItsOwnerOnlyAndRefusesADamagedOne() throws IOException {
        Path key = RealPostgres.key(folder);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(key);
        }
        sources.save(gates("s3cret"), Set.of("password"));
        assertThat(Ledger.open(pool, key).sources().find(GATES)).contains(gates("s3cret"));
        Files.writeString(key, "c2hvcnQ=\n");
        assertThatThrownBy(() -> Ledger.open(pool, key))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SETTINGS_WRONG))
                .hasMessageContaining("secret.key");
    }

    @Test
    void savesAndReplacesTasks() {
        sources.save(gates("x"), Set.of("password"));
        ExchangeTask task = Examples.task("daily-gates", "gates", Optional.of(Duration.ofDays(1)));
        tasks.save(task);
        assertThat(tasks.find(new TaskId("daily-gates"))).contains(task);
        ExchangeTask changed = Examples.task("daily-gates", "gates", Optional.empty());
        tasks.save(changed);
        tasks.save(Examples.task("another", "gates", Optional.empty()));
        assertThat(tasks.find(new TaskId("daily-gates"))).contains(changed);
        assertThat(tasks.list()).extracting(t -> t.id().value()).containsExactly("another", "daily-gates");
        assertThat(tasks.find(new TaskId("nobody"))).isEmpty();
        assertThatThrownBy(() -> tasks.save(Examples.task("lost", "nowhere", Optional.empty())))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_SOURCE))
                .hasMessageContaining("nowhere");
    }

    private static void assertUndecipherable(Ledger ledger, SourceId source) {
        assertThatThrownBy(() -> ledger.sources().find(source))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SETTINGS_WRONG))
                .hasMessageContaining(source + "/password")
                .hasMessageNotContaining("s3cret");
    }

    private static Source gates(String password) {
        Map<String, String> settings = new HashMap<>();
        settings.put("url", "jdbc:postgresql://gates/db");
        settings.put("user", "reader");
        settings.put("password", password);
        return new Source(GATES, "门架库", "jdbc", settings, FORMAT);
    }

    private String row() {
        return JdbcClient.create(pool)
                .sql("select source::text from ledger.source where id = 'gates'")
                .query(String.class)
                .single();
    }
}
