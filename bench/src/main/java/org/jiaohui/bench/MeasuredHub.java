package org.jiaohui.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A hub on a home of its own, started by the launcher with everything on and asked through its API like any other. */
final class MeasuredHub implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long TICK_MILLIS = 10;
    private static final long LOOK_MILLIS = 100;
    private static final long MOST_MILLIS = 2_000;

    private final Path launcher;
    private final Path home;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private final String key;
    private final long pid;

    private MeasuredHub(Path launcher, Path home) throws IOException {
        this.launcher = launcher;
        this.home = home;
        JsonNode running = JSON.readTree(Files.readString(home.resolve("running.json")));
        address = running.path("address").asString();
        pid = running.path("pid").asLong();
        key = Files.readString(home.resolve("administrator.key")).strip();
    }

    /**
     * Starts a hub and waits until it is ready.
     *
     * @param readable folder that the file connector may read
     */
    static MeasuredHub start(Path launcher, Path home, Path readable, int port)
            throws IOException, InterruptedException {
        ProcessBuilder start = new ProcessBuilder(
                launcher.toString(), "start", "--home", home.toString(), "--port", Integer.toString(port), "--detach");
        start.environment().put("JIAOHUI_FILEROOTS", readable.toString());
        start.environment().put("LOGGING_LEVEL_ROOT", "WARN");
        try {
            finish(start);
            return new MeasuredHub(launcher, home);
        } catch (IOException failed) {
            finish(new ProcessBuilder(launcher.toString(), "stop", "--home", home.toString()));
            throw failed;
        }
    }

    private static void finish(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.redirectErrorStream(true).start();
        String said = process.inputReader().lines().collect(Collectors.joining("\n"));
        if (process.waitFor() != 0) {
            throw new IOException(command.command() + ":\n" + said);
        }
    }

    /** Registers a file as a source and a task that publishes it as the dataset of the same name. */
    void register(String id, Path file, Map<String, Object> schema) throws IOException, InterruptedException {
        register(id, "file", Map.of("path", file.toString()), schema);
    }

    /** The same for any connector. */
    void register(String id, String connector, Map<String, String> settings, Map<String, Object> schema)
            throws IOException, InterruptedException {
        post("/api/v1/sources", Map.of("id", id, "connector", connector, "settings", settings));
        post("/api/v1/tasks", Map.of("id", id, "source", id, "schema", schema, "themes", List.of("GL")));
    }

    /** Enqueues a run and returns its id. */
    String enqueue(String task) throws IOException, InterruptedException {
        return post("/api/v1/tasks/" + task + "/runs", Map.of()).path("id").asString();
    }

    /** Waits for the end of a run, which must be Published; looks the more rarely the longer it takes, as every look costs the hub time. */
    JsonNode await(String run) throws IOException, InterruptedException {
        for (long pause = LOOK_MILLIS; ; pause = Math.min(MOST_MILLIS, pause + pause / 8)) {
            JsonNode state = get("/api/v1/runs/" + run);
            if (state.path("status").asString("").equals("finished")) {
                if (!state.path("outcome").asString("").equals("Published")) {
                    throw new IOException("not published: " + state);
                }
                return state;
            }
            Thread.sleep(pause);
        }
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    /** Saves what a request stands for into a file; returns its milliseconds. */
    long download(String path, Path file) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<Path> answer = http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofFile(file));
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " " + path);
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).header("Authorization", "Bearer " + key);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** The Parquet files of a dataset that has one version. */
    List<Path> dataFiles(String dataset) throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("objects"))) {
            return files.filter(file -> file.toString().endsWith(".parquet")
                            && file.toString().contains("/" + dataset + "/data/"))
                    .toList();
        }
    }

    /** CPU time of the hub's process so far, its database and its search node excluded. */
    long cpuMillis() throws IOException {
        String text = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MILLIS;
    }

    long residentKib() throws IOException {
        return status("VmRSS:");
    }

    /** Largest resident memory since {@link #forgetPeak}. */
    long peakKib() throws IOException {
        return status("VmHWM:");
    }

    void forgetPeak() throws IOException {
        Files.writeString(Path.of("/proc/" + pid + "/clear_refs"), "5");
    }

    private long status(String line) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(each -> each.startsWith(line))
                .mapToLong(each -> Long.parseLong(each.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        http.close();
        try {
            finish(new ProcessBuilder(launcher.toString(), "stop", "--home", home.toString()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
