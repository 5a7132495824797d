package org.jiaohui.dataset.store;

import java.nio.file.Path;
import org.jiaohui.dataset.objectstore.MinioObjectStore;
import org.jiaohui.dataset.objectstore.ObjectStore;
import org.jiaohui.dataset.objectstore.S3Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** All that the store of versions promises holds with its objects in a real S3 server, too. */
class IcebergDatasetStoreOnS3Test extends IcebergDatasetStoreTest {
    private static S3Server server;
    private static ObjectStore objects;

    @BeforeAll
    static void startServer(@TempDir Path folder) throws Exception {
        server = S3Server.start(folder);
        objects = new MinioObjectStore(server.settings("versions"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    ObjectStore newObjects(Path folder) {
        objects.list("").forEach(each -> objects.delete(each.key()));
        return objects;
    }
}
