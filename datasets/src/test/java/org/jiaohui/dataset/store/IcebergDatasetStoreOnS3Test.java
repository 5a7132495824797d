package org.jiaohui.dataset.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jiaohui.dataset.objectstore.MinioObjectStore;
import org.jiaohui.dataset.objectstore.ObjectStore;
import org.jiaohui.dataset.objectstore.S3Server;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that the store of versions promises holds with its objects in a real S3 server, too. */
class IcebergDatasetStoreOnS3Test extends IcebergDatasetStoreTest {
    private static Path buckets;
    private static S3Server server;
    private static ObjectStore objects;

    @BeforeAll
    static void startServer(@TempDir Path folder) throws Exception {
        buckets = folder;
        server = S3Server.start(folder);
        objects = new MinioObjectStore(server.settings("versions"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void anOutageOfTheServerIsToldAtOnceAndLosesNothing() throws Exception {
        DatasetId dataset = DatasetId.of("outage");
        TableSchema schema = TableSchema.of(List.of(Column.of("id", ColumnType.INTEGER)));
        DatasetVersion version = publish(dataset, new MadeTable(schema, List.of(3L), (row, column) -> row));
        int port = server.port();
        server.close();
        long start = System.nanoTime();
        assertThatThrownBy(() -> store.findLatest(dataset))
                .extracting("code")
                .isEqualTo(ErrorCode.OBJECT_STORE_UNAVAILABLE);
        assertThatThrownBy(() -> publish(dataset, new MadeTable(schema, List.of(5L), (row, column) -> row)))
                .extracting("code")
                .isEqualTo(ErrorCode.OBJECT_STORE_UNAVAILABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        server = S3Server.start(buckets, port);
        assertThat(store.findLatest(dataset)).contains(version);
        assertThat(publish(dataset, new MadeTable(schema, List.of(5L), (row, column) -> row))
                        .number())
                .isEqualTo(new VersionNumber(2));
    }

    @Override
    ObjectStore newObjects(Path folder) {
        objects.list("").forEach(each -> objects.delete(each.key()));
        return objects;
    }
}
