package org.jiaohui.dataset.objectstore;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** A real S3 server of this machine, its buckets in a folder. Requests are signed; others are refused. */
public final class S3Server implements AutoCloseable {
    private final S3Proxy server;

    private S3Server(S3Proxy server) {
        this.server = server;
    }

    public static S3Server start(Path folder) throws Exception {
        return start(folder, freePort());
    }

    /** Starts on a port, as after an outage. */
    public static S3Server start(Path folder, int port) throws Exception {
        Files.createDirectories(folder);
        S3Proxy server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "key", "secret")
                .ignoreUnknownHeaders(true)
                .build();
        server.start();
        return new S3Server(server);
    }

    public MinioSettings settings(String bucket) {
        return settings(bucket, "secret");
    }

    MinioSettings settings(String bucket, String secret) {
        return new MinioSettings("http://127.0.0.1:" + server.getPort(), bucket, "key", secret, Optional.empty());
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
