package org.jiaohui.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A hub as its users start it: a process of its own, which can be killed and started again on the same home. */
final class HubProcess implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    final Path home;
    final String address;
    private final Process process;
    private final String key;

    private HubProcess(Path home, int port, Process process) {
        this.home = home;
        this.process = process;
        address = "http://127.0.0.1:" + port;
        await("the hub is ready", () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the hub ended with " + process.exitValue() + ": " + output(home));
            }
            return output(home).contains("READY");
        });
        key = read(home.resolve("administrator.key")).strip();
    }

    static HubProcess start(Path home, Map<String, String> settings) {
        int port = freePort();
        return new HubProcess(home, port, launch(home, port, settings));
    }

    /** Hubs on homes of their own with the same settings, started at the same moment. */
    static List<HubProcess> startTogether(List<Path> homes, Map<String, String> settings) {
        Map<Path, Integer> ports = new LinkedHashMap<>();
        homes.forEach(home -> ports.put(home, freePort()));
        Map<Path, Process> processes = new HashMap<>();
        ports.forEach((home, port) -> processes.put(home, launch(home, port, settings)));
        return homes.stream()
                .map(home -> new HubProcess(
                        home, Objects.requireNonNull(ports.get(home)), Objects.requireNonNull(processes.get(home))))
                .toList();
    }

    /** Starts the program without waiting for anything. */
    static Process launch(Path home, int port, Map<String, String> settings) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path")));
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of(
                JiaohuiHub.class.getName(),
                "serve",
                "--home",
                home.toString(),
                "--port",
                Integer.toString(port),
                "--search-node",
                searchNode().toString()));
        try {
            Files.createDirectories(home);
            return endedWithTheTests(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log(home).toFile())
                    .start());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A test that breaks while it starts its servers leaves none behind. */
    static Process endedWithTheTests(Process process) {
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    /** Where the build leaves the embedded node's program. */
    static Path searchNode() {
        return Path.of("../search-node/target").toAbsolutePath().normalize();
    }

    /** What the process last started on this home has printed. */
    static String output(Path home) {
        return read(log(home));
    }

    private static Path log(Path home) {
        return home.resolveSibling(home.getFileName() + ".log");
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        join();
    }

    /** As {@code ./jiaohui stop} does with the hub itself. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        join();
    }

    private void join() {
        try {
            process.waitFor();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    JsonNode get(String path) {
        HttpResponse<String> answer = send("GET", path, "");
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Posts JSON, or nothing, and gives back the answer, which is a success. */
    JsonNode post(String path, Object body) {
        HttpResponse<String> answer = send("POST", path, "".equals(body) ? "" : JSON.writeValueAsString(body));
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Uploads a file as {@code ./jiaohui publish} does and gives back the run that began. */
    JsonNode publish(String id, String name, String content) {
        String body = "--part\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n" + id
                + "\r\n--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: text/csv\r\n\r\n" + content + "\r\n--part--\r\n";
        HttpResponse<String> answer = send("POST", "/api/v1/publish", body, "multipart/form-data; boundary=part");
        if (answer.statusCode() != 202) {
            throw new AssertionError("publish answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    HttpResponse<String> send(String method, String path, String body) {
        return send(method, path, body, "application/json");
    }

    private HttpResponse<String> send(String method, String path, String body, String contentType) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofMinutes(2))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", contentType)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(method + " " + path, broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** Registers a task that publishes one file of this machine. */
    void registerFile(String id, Path file) {
        post(
                "/api/v1/sources",
                Map.of("id", id, "connector", "file", "settings", Map.of("path", file.toString()), "format", Map.of()));
        post("/api/v1/tasks", Map.of("id", id, "source", id));
    }

    /** Begins a run of the task. */
    String begin(String task) {
        return post("/api/v1/tasks/" + task + "/runs", "").path("id").asString("");
    }

    JsonNode awaitRun(String run) {
        await(
                "run " + run + " ends",
                () -> get("/api/v1/runs/" + run).path("status").asString("").equals("finished"));
        return get("/api/v1/runs/" + run);
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE.toMinutes() + " minutes: " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stop);
            }
        }
    }

    static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
