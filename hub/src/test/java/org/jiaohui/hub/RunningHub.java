package org.jiaohui.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jiaohui.exchange.access.AdministratorKeys;
import org.jiaohui.hub.embedded.EmbeddedSearchNode;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole hub on a new home, with its real PostgreSQL and search node; started once for all tests of this JVM. */
final class RunningHub {
    static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static @Nullable RunningHub shared;

    final Path home;
    final String address;
    final String key;
    final ConfigurableApplicationContext context;

    private RunningHub(Path home, int port, Map<String, Object> more) {
        this.home = home;
        address = "http://127.0.0.1:" + port;
        Map<String, Object> properties = new java.util.HashMap<>(Map.of(
                "jiaohui.home", home.toString(),
                "server.port", port,
                "jiaohui.search.node-folder",
                        Path.of("../search-node/target")
                                .toAbsolutePath()
                                .normalize()
                                .toString()));
        properties.putAll(more);
        String real = System.getenv("JIAOHUI_REAL_DATA");
        if (real != null && !real.isEmpty()) {
            properties.put("jiaohui.file-roots", real + "," + home);
        } else {
            properties.put("jiaohui.file-roots", home.toString());
        }
        context = new SpringApplicationBuilder(HubConfiguration.class)
                .properties(properties)
                .run();
        context.getBean(EmbeddedSearchNode.class).awaitReady();
        key = context.getBean(AdministratorKeys.class).create();
    }

    static synchronized RunningHub get() {
        RunningHub running = shared;
        if (running != null) {
            return running;
        }
        try {
            RunningHub started = start(Files.createTempDirectory("jiaohui-hub"), Map.of());
            shared = started;
            Runtime.getRuntime().addShutdownHook(new Thread(started.context::close));
            return started;
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    static RunningHub start(Path home, Map<String, Object> more) {
        return new RunningHub(home, freePort(), more);
    }

    /** A request; with the key unless {@code anonymous}. */
    HttpResponse<String> send(
            String method, String path, String contentType, String body, boolean anonymous, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!anonymous) {
            request.header("Authorization", "Bearer " + key);
        }
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new IllegalStateException(method + " " + path, broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    JsonNode get(String path) {
        HttpResponse<String> answer = send("GET", path, "", "", false);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** An order with the key, which must be taken. */
    JsonNode post(String path, Object body) {
        HttpResponse<String> answer = answer(path, body);
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** The same, whatever the answer. */
    HttpResponse<String> answer(String path, Object body) {
        return send("POST", path, "application/json", "".equals(body) ? "" : JSON.writeValueAsString(body), false);
    }

    /** Today's statement of a task, made now. */
    JsonNode reconcile(String task) {
        HttpResponse<String> answer = answer("/api/v1/reconciliations", Map.of("task", task));
        created(answer);
        return JSON.readTree(answer.body());
    }

    /** Registers a source and a task on it and runs it to its end. */
    JsonNode exchange(
            String id,
            String connector,
            Map<String, String> settings,
            Map<String, Object> format,
            Map<String, Object> task) {
        created(send(
                "POST",
                "/api/v1/sources",
                "application/json",
                JSON.writeValueAsString(
                        Map.of("id", id, "connector", connector, "settings", settings, "format", format)),
                false));
        Map<String, Object> body = new java.util.HashMap<>(task);
        body.put("id", id);
        body.put("source", id);
        created(send("POST", "/api/v1/tasks", "application/json", JSON.writeValueAsString(body), false));
        return run(id);
    }

    JsonNode run(String task) {
        HttpResponse<String> accepted = send("POST", "/api/v1/tasks/" + task + "/runs", "", "", false);
        String run = JSON.readTree(accepted.body()).path("id").asString("");
        return awaitRun(run);
    }

    JsonNode awaitRun(String run) {
        for (int i = 0; i < 3_000; i++) {
            JsonNode state = get("/api/v1/runs/" + run);
            if (state.path("status").asString("").equals("finished")) {
                return state;
            }
            pause();
        }
        throw new IllegalStateException("run " + run + " did not end in five minutes");
    }

    /** Asks until the condition holds; projections follow within moments. */
    void await(String what, java.util.function.BooleanSupplier condition) {
        for (int i = 0; i < 600; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            pause();
        }
        throw new AssertionError("not within a minute: " + what);
    }

    private static void created(HttpResponse<String> answer) {
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }
}
