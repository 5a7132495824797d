package org.jiaohui.connector.server;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** A real S3 server, its buckets in a folder: access key {@code key}, secret key {@code secret}; requests are signed. */
public final class S3TestServer implements AutoCloseable {
    private final S3Proxy server;

    private S3TestServer(S3Proxy server) {
        this.server = server;
    }

    /** Each folder in {@code root} is a bucket. */
    public static S3TestServer start(Path root) throws Exception {
        Files.createDirectories(root);
        S3Proxy server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(root.toString()))
                .endpoint(URI.create("http://127.0.0.1:" + FreePort.find()))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "key", "secret")
                .ignoreUnknownHeaders(true)
                .build();
        server.start();
        return new S3TestServer(server);
    }

    public int port() {
        return server.getPort();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }
}
