package org.jiaohui.dataset.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The MinIO client against a real S3 server. */
class MinioObjectStoreTest extends ObjectStoreContract {
    private static Path buckets;
    private static S3Server server;
    private static ObjectStore store;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        buckets = folder;
        server = S3Server.start(folder);
        store = new MinioObjectStore(server.settings("hub"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Test
    void uploadsALargeFileInParts() throws Exception {
        byte[] content = new byte[12 << 20];
        new Random(7).nextBytes(content);
        Path file = Files.write(folder.resolve("large"), content);
        store.put("large", file);
        assertThat(store.findSize("large")).hasValue(content.length);
        try (InputStream end = store.open("large", content.length - 5L, 100)) {
            assertThat(end.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, content.length - 5, content.length));
        }
        try (InputStream all = store.open("large")) {
            assertThat(all.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void listsMoreThanOnePage() throws Exception {
        // Laid down beside the server, which would take its time for a thousand requests.
        Path many = Files.createDirectories(buckets.resolve("hub/many"));
        for (int i = 0; i < 1_050; i++) {
            Files.write(many.resolve("%04d".formatted(i)), new byte[1]);
        }
        assertThat(store.list("many/")).hasSize(1_050);
    }

    @Test
    void findsABucketThatIsThere() {
        store.put("a", new byte[1]);
        assertThat(new MinioObjectStore(server.settings("hub")).findSize("a")).hasValue(1);
    }

    @Test
    void namesBucketAndReasonWithoutTheSecret() {
        assertThatThrownBy(() -> new MinioObjectStore(server.settings("hub", "wrong-secret")))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.OBJECT_STORE_UNAVAILABLE))
                .hasMessageContaining("hub")
                .hasMessageNotContaining("wrong-secret");
    }

    @Test
    void aServerThatStopsIsUnavailable(@TempDir Path other) throws Exception {
        ObjectStore stopped;
        try (S3Server brief = S3Server.start(other)) {
            stopped = new MinioObjectStore(brief.settings("brief"));
            stopped.put("a", new byte[1]);
        }
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> stopped.findSize("a"),
                () -> stopped.open("a"),
                () -> stopped.put("b", new byte[1]),
                () -> stopped.list(""))) {
            assertThatThrownBy(call).extracting("code").isEqualTo(ErrorCode.OBJECT_STORE_UNAVAILABLE);
        }
    }
}
