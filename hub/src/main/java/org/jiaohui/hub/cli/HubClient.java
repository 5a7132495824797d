package org.jiaohui.hub.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.hub.embedded.HubHome;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to the running hub of a home. */
final class HubClient {
    static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String address;
    private final String key;

    private HubClient(String address, String key) {
        this.address = address;
        this.key = key;
    }

    /** @throws ExchangeException when no hub runs on the home */
    static HubClient of(HubHome home) {
        HubHome.Running running = home.findRunning()
                .filter(known -> HubHome.lives(known.pid(), "serve"))
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.SETTINGS_WRONG,
                        "此目录没有运行中的节点，请先 ./jiaohui start / no hub runs on " + home.folder() + ": start it first"));
        try {
            return new HubClient(
                    running.address(),
                    Files.readString(home.resolve("administrator.key")).strip());
        } catch (IOException missing) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG, "缺少管理员密钥文件 / administrator.key is missing in " + home.folder(), missing);
        }
    }

    String address() {
        return address;
    }

    JsonNode get(String path) {
        return send(request(path).GET());
    }

    JsonNode post(String path, String contentType, HttpRequest.BodyPublisher body) {
        return send(request(path).header("Content-Type", contentType).POST(body));
    }

    JsonNode postJson(String path, Object body) {
        return post(path, "application/json", HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    /** Waits for the end of a run and returns it. */
    JsonNode await(String run, Progress progress) {
        while (true) {
            JsonNode state = get("/api/v1/runs/" + run);
            if (state.path("status").asString("").equals("finished")) {
                return state;
            }
            progress.at(state);
            try {
                Thread.sleep(200);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return state;
            }
        }
    }

    /** Told while a run goes on. */
    @FunctionalInterface
    interface Progress {
        void at(JsonNode run);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofMinutes(10))
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + key);
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode json = JSON.readTree(answer.body());
            if (answer.statusCode() >= 400) {
                throw new ExchangeException(
                        ErrorCode.BAD_REQUEST, json.path("detail").asString(answer.body()));
            }
            return json;
        } catch (IOException broken) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "节点没有应答 / the hub at " + address + " does not answer: " + broken.getMessage(),
                    broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new ExchangeException(ErrorCode.STOPPED, "interrupted", stop);
        }
    }
}
