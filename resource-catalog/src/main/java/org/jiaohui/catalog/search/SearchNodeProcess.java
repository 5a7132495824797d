package org.jiaohui.catalog.search;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** The embedded default's search node: a forked process of this machine's JDK. */
public final class SearchNodeProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final URI address;

    private SearchNodeProcess(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts the node and waits until it answers with a usable cluster.
     *
     * @param classPath the search node's own class path: entries of folders and jars
     * @param home where its data and its log ({@code search-node.log}) lie
     * @throws ExchangeException SEARCH_UNAVAILABLE when it ends early or does not answer in two minutes
     */
    public static SearchNodeProcess start(Path javaHome, List<String> classPath, Path home, int port) {
        return start(javaHome, classPath, Optional.empty(), home, port);
    }

    /** The same with a cache of loaded classes (JDK AOT cache); one that does not fit is passed over in silence. */
    public static SearchNodeProcess start(
            Path javaHome, List<String> classPath, Optional<Path> classCache, Path home, int port) {
        Path log = home.resolve("search-node.log");
        try {
            Files.createDirectories(home);
            List<String> command = new ArrayList<>(List.of(
                    javaHome.resolve("bin/java").toString(),
                    "-Xms512m",
                    "-Xmx512m",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow"));
            classCache.ifPresent(
                    cache -> command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off")));
            command.addAll(List.of(
                    "-cp",
                    String.join(File.pathSeparator, classPath),
                    "org.jiaohui.searchnode.SearchNode",
                    "--home",
                    home.toString(),
                    "--port",
                    Integer.toString(port)));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process.getOutputStream().close();
            SearchNodeProcess node = new SearchNodeProcess(process, URI.create("http://127.0.0.1:" + port));
            node.awaitReady(log);
            return node;
        } catch (IOException e) {
            throw unavailable("检索节点无法启动 / the search node cannot be started in " + home, e);
        }
    }

    /** Where the node answers. */
    public URI address() {
        return address;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Asks the node to stop and waits; ends it by force after 20 seconds. */
    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void awaitReady(Path log) {
        Instant deadline = Instant.now().plus(PATIENCE);
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            while (Instant.now().isBefore(deadline)) {
                if (!process.isAlive()) {
                    throw unavailable("检索节点启动后退出，见日志 / the search node ended on its own, see " + log, null);
                }
                if (answers(client)) {
                    return;
                }
                Thread.sleep(250);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stop();
        throw unavailable("检索节点两分钟内未就绪，见日志 / the search node was not ready in two minutes, see " + log, null);
    }

    private boolean answers(HttpClient client) throws InterruptedException {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(address.resolve("/_cluster/health?wait_for_status=yellow&timeout=5s"))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    private static ExchangeException unavailable(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        return new ExchangeException(ErrorCode.SEARCH_UNAVAILABLE, message, cause);
    }
}
