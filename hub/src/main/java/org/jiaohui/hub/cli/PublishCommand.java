package org.jiaohui.hub.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.hub.embedded.HubHome;
import tools.jackson.databind.JsonNode;

/** {@code publish FILE|URL}: exit 0 Published or Unchanged, 2 Rejected, 1 Failed. */
public final class PublishCommand {
    private PublishCommand() {}

    public static int run(Arguments arguments) {
        if (arguments.words().size() != 1) {
            throw new IllegalArgumentException(
                    "用法 / usage: ./jiaohui publish FILE|URL [--id ID] [--title TITLE] [--publisher CODE] [--schema FILE]"
                            + " [--encoding NAME] [--home DIR] [--json]");
        }
        String what = arguments.words().getFirst();
        HubClient hub = HubClient.of(HubHome.open(arguments.home()));
        boolean json = arguments.has("--json");
        JsonNode started = what.startsWith("http://") || what.startsWith("https://")
                ? publishAddress(hub, what, arguments)
                : publishFile(hub, Path.of(what), arguments);
        JsonNode run = hub.await(started.path("id").asString(""), state -> {
            if (!json) {
                System.err.print("\r" + state.path("step").asString("") + " "
                        + state.path("read").asLong() + " …   ");
            }
        });
        if (json) {
            System.out.println(HubClient.JSON.writeValueAsString(summary(run)));
        } else {
            print(hub, run);
        }
        return switch (run.path("outcome").asString("")) {
            case "Published", "Unchanged" -> 0;
            case "Rejected" -> 2;
            default -> 1;
        };
    }

    private static JsonNode publishAddress(HubClient hub, String url, Arguments arguments) {
        Map<String, Object> body = new HashMap<>();
        body.put("url", url);
        for (String name : List.of("id", "title", "publisher")) {
            arguments.option("--" + name).ifPresent(value -> body.put(name, value));
        }
        arguments
                .option("--schema")
                .ifPresent(file -> body.put("schema", HubClient.JSON.readTree(text(Path.of(file)))));
        arguments.option("--encoding").ifPresent(name -> body.put("format", Map.of("encoding", name)));
        return hub.postJson("/api/v1/publish", body);
    }

    private static JsonNode publishFile(HubClient hub, Path file, Arguments arguments) {
        if (!Files.isRegularFile(file)) {
            throw new ExchangeException(ErrorCode.BAD_REQUEST, "没有这个文件 / no such file: " + file);
        }
        List<String> query = new ArrayList<>();
        for (String name : List.of("id", "title", "publisher")) {
            arguments
                    .option("--" + name)
                    .ifPresent(value -> query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        }
        String boundary = "jiaohui" + UUID.randomUUID().toString().replace("-", "");
        StringBuilder head = new StringBuilder();
        arguments.option("--schema").ifPresent(schema -> head.append(part(boundary, "schema", text(Path.of(schema)))));
        arguments
                .option("--encoding")
                .ifPresent(name -> head.append(
                        part(boundary, "format", HubClient.JSON.writeValueAsString(Map.of("encoding", name)))));
        head.append("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + file.getFileName().toString().replace("\"", "")
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        byte[] before = head.toString().getBytes(StandardCharsets.UTF_8);
        byte[] after = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofInputStream(() -> {
            try {
                return new SequenceInputStream(Collections.enumeration(List.<InputStream>of(
                        new ByteArrayInputStream(before),
                        Files.newInputStream(file),
                        new ByteArrayInputStream(after))));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
        String path = "/api/v1/publish" + (query.isEmpty() ? "" : "?" + String.join("&", query));
        return hub.post(path, "multipart/form-data; boundary=" + boundary, body);
    }

    private static String part(String boundary, String name, String json) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name
                + "\"\r\nContent-Type: application/json\r\n\r\n" + json + "\r\n";
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new ExchangeException(ErrorCode.BAD_REQUEST, "无法读取 / cannot read " + file, unreadable);
        }
    }

    private static Map<String, Object> summary(JsonNode run) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("run", run.path("id").asString(""));
        for (String name : List.of(
                "outcome", "read", "refused", "published", "dataset", "version", "error", "findings", "tables")) {
            if (run.has(name)) {
                summary.put(name, run.get(name));
            }
        }
        return summary;
    }

    private static void print(HubClient hub, JsonNode run) {
        System.err.print("\r");
        System.out.printf(
                "%s  读取 read %,d · 拒绝 refused %,d · 发布 published %,d%n",
                run.path("outcome").asString(""),
                run.path("read").asLong(),
                run.path("refused").asLong(),
                run.path("published").asLong());
        if (run.has("error")) {
            System.out.println("原因 / reason: " + run.path("error").path("code").asString("") + " — "
                    + run.path("error").path("message").asString(""));
            if (run.path("error").path("code").asString("").startsWith("ENCODING_")) {
                System.out.println("  声明编码后再发布 / publish again with its encoding: --encoding GB18030");
            }
        }
        run.path("findings").forEach(PublishCommand::printFinding);
        for (JsonNode table : run.path("tables")) {
            boolean published = table.has("version");
            System.out.println("  " + table.path("table").asString("") + " → "
                    + (published
                            ? hub.address() + "/datasets/"
                                    + table.path("dataset").asString("") + "  "
                                    + table.path("version").asString("") + "  "
                                    + table.path("published").asLong() + " 行 / rows"
                            : "未发布，原有版本不变 / not published, the version before stays"));
        }
        if (run.path("refused").asLong() > 0) {
            System.out.println("拒绝的行 / refused rows: " + hub.address() + "/api/v1/runs/"
                    + run.path("id").asString("") + "/quarantine （需要管理员密钥 / needs the administrator key）");
        }
        System.out.println("运行 / run: " + hub.address() + "/exchange/runs/"
                + run.path("id").asString(""));
    }

    private static void printFinding(JsonNode finding) {
        String column = finding.path("column").asString("");
        System.out.println("  [" + finding.path("severity").asString("") + "] "
                + finding.path("rule").asString("")
                + (column.isEmpty() ? "" : " " + column)
                + ": " + finding.path("message").asString("") + " / "
                + finding.path("messageEn").asString(""));
        for (JsonNode sample : finding.path("samples")) {
            System.out.println("      数据行 / data row " + sample.path("row").asLong() + ": \""
                    + sample.path("value").asString("") + "\" — "
                    + sample.path("reason").asString(""));
        }
    }
}
