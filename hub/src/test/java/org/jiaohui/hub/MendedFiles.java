package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Takes refused rows out of a hub and sends them back. */
record MendedFiles(RunningHub hub) {
    byte[] bytes(String run, String format) {
        return new RefusedDelivery(hub)
                .bytes("/api/v1/runs/" + run + "/quarantine" + (format.isEmpty() ? "" : "?format=" + format));
    }

    String text(String run, String format) {
        return new String(bytes(run, format), StandardCharsets.UTF_8);
    }

    /** Checks the refused rows again and waits for the end. */
    JsonNode replay(String run) {
        HttpResponse<String> accepted = hub.send("POST", "/api/v1/runs/" + run + "/quarantine/replay", "", "", false);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        return hub.awaitRun(RunningHub.JSON.readTree(accepted.body()).path("id").asString(""));
    }

    JsonNode send(String run, String name, String file) throws Exception {
        return sendBytes(run, name, file.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends mended rows and waits for the end. */
    JsonNode sendBytes(String run, String name, byte[] file) throws Exception {
        String boundary = "jiaohui-boundary";
        byte[] head = ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(hub.address + "/api/v1/runs/" + run + "/quarantine/mended"))
                .header("Authorization", "Bearer " + hub.key)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.concat(
                        HttpRequest.BodyPublishers.ofByteArray(head),
                        HttpRequest.BodyPublishers.ofByteArray(file),
                        HttpRequest.BodyPublishers.ofByteArray(tail)))
                .build();
        HttpResponse<String> accepted = RefusedDelivery.HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        return hub.awaitRun(RunningHub.JSON.readTree(accepted.body()).path("id").asString(""));
    }

    List<Integer> ids(String dataset) {
        List<Integer> ids = new ArrayList<>();
        hub.get("/api/v1/datasets/" + dataset + "/records?select=id&order=id")
                .path("rows")
                .forEach(row -> ids.add(row.path(0).asInt()));
        return ids;
    }

    /** One row as JSON. */
    String row(String dataset, int id) {
        return hub.get("/api/v1/datasets/" + dataset + "/records?where=id%20%3D%20" + id)
                .path("rows")
                .path(0)
                .toString();
    }
}
