package org.jiaohui.catalog.search;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One Elasticsearch cluster over HTTP; every trouble is SEARCH_UNAVAILABLE. */
final class SearchCluster implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** A node that has just started loads the dictionaries of its analysers before the first index is made. */
    private static final Duration MAKING_AN_INDEX = Duration.ofMinutes(2);

    private final ElasticsearchSettings settings;
    private final JsonMapper json;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    SearchCluster(ElasticsearchSettings settings, JsonMapper json) {
        this.settings = settings;
        this.json = json;
    }

    /** Status and body of an answer. */
    record Answer(int status, JsonNode body) {
        boolean missing() {
            return status == 404;
        }
    }

    Answer call(String method, String path, @Nullable JsonNode body) {
        return send(
                method,
                path,
                body == null ? "" : json.writeValueAsString(body),
                "application/json",
                settings.timeout());
    }

    Answer makeIndex(String path, JsonNode definition) {
        return send("PUT", path, json.writeValueAsString(definition), "application/json", MAKING_AN_INDEX);
    }

    /** Newline-delimited JSON, as the bulk interface takes it. */
    Answer bulk(String path, String lines) {
        return send("POST", path, lines, "application/x-ndjson", settings.timeout());
    }

    private Answer send(String method, String path, String body, String type, Duration timeout) {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.address().resolve(path))
                .timeout(timeout)
                .header("Content-Type", type)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        settings.authorization().ifPresent(value -> request.header("Authorization", value));
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            int status = answer.statusCode();
            if (status == 404 || status < 300) {
                return new Answer(status, json.readTree(answer.body().isEmpty() ? "{}" : answer.body()));
            }
            throw unavailable("HTTP " + status + ": " + shortened(answer.body()), null);
        } catch (IOException e) {
            throw unavailable(e.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted", e);
        }
    }

    private ExchangeException unavailable(String why, @Nullable Throwable cause) {
        return new ExchangeException(
                ErrorCode.SEARCH_UNAVAILABLE,
                "检索服务没有应答，请稍后再试 / the search cluster at " + settings.address() + " does not answer: " + why,
                cause);
    }

    private static String shortened(String text) {
        return text.length() <= 500 ? text : text.substring(0, 500) + "…";
    }

    @Override
    public void close() {
        client.close();
    }
}
