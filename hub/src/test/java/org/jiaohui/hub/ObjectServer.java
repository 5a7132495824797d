package org.jiaohui.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An S3 server on a folder, a process of its own; started again on the same folder it has its objects again. */
record ObjectServer(Process process) implements AutoCloseable {
    static final String ACCESS_KEY = "key";
    static final String SECRET_KEY = "secret";

    static ObjectServer start(Path folder, int port) throws IOException {
        Path buckets = Files.createDirectories(folder.resolve("buckets"));
        Path settings = Files.writeString(
                folder.resolve("s3proxy.properties"), """
                        s3proxy.endpoint=http://127.0.0.1:%d
                        s3proxy.authorization=aws-v2-or-v4
                        s3proxy.identity=%s
                        s3proxy.credential=%s
                        s3proxy.ignore-unknown-headers=true
                        jclouds.provider=filesystem-nio2
                        jclouds.identity=key
                        jclouds.credential=secret
                        jclouds.filesystem.basedir=%s
                        """.formatted(port, ACCESS_KEY, SECRET_KEY, buckets));
        Path logging = Files.writeString(folder.resolve("logback.xml"), """
                <configuration><appender name="out" class="ch.qos.logback.core.ConsoleAppender"><encoder><pattern>%msg%n</pattern></encoder></appender>
                <root level="warn"><appender-ref ref="out"/></root></configuration>
                """);
        return new ObjectServer(HubProcess.endedWithTheTests(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx192m",
                        "-Dlogback.configurationFile=" + logging,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3proxy.log").toFile())
                .start()));
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
