package org.jiaohui.connector.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.Protocol;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.source.trial.Trial;

/** Downloads one address, or what it answers to a declared body. The position keeps the validators (ETag, Last-Modified) that the next fetch asks with. */
public record HttpProtocol(AllowedHosts hosts) implements Protocol {
    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "http",
            "HTTP 下载",
            "HTTP download",
            HttpSettings.with(
                    Setting.required("url", "地址", "Address", SettingType.URI),
                    Setting.choice("method", "请求方法", "Method of the request", "get", "post"),
                    Setting.optional(
                            "body",
                            "POST 的正文（XML 或 JSON）；{{secret}} 处填入 body-secret",
                            "Body of a POST (XML or JSON); body-secret stands in for {{secret}}",
                            SettingType.TEXT,
                            ""),
                    Setting.optional(
                            "body-type",
                            "正文类型；留空为 text/xml 或 application/json",
                            "Type of the body; text/xml or application/json when empty",
                            SettingType.TEXT,
                            ""),
                    Setting.secret("body-secret", "正文中的密码", "Secret in the body"),
                    HttpSettings.UNANNOUNCED_LENGTH));

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Delivery fetch(Fetch fetch) {
        URI address = fetch.settings().uri("url");
        HttpSettings settings = HttpSettings.of(fetch.settings());
        Optional<RequestBody> body = RequestBody.find(fetch.settings());
        try (HttpTransfer transfer = new HttpTransfer(settings, hosts, fetch.watch());
                HttpAnswer answer = body.isPresent()
                        ? transfer.post(address, body.get())
                        : transfer.get(address, conditions(address, fetch.since()))) {
            if (answer.status() == 304) {
                return new Delivery.NotModified();
            }
            SpooledFile file = spooled(fetch, address, answer);
            return new Delivery.Files(List.of(file), body.isPresent() ? "" : position(address, answer));
        }
    }

    /** The body of an answer, unless it is no more than a SOAP service's word that it failed. */
    private static SpooledFile spooled(Fetch fetch, URI address, HttpAnswer answer) {
        SpooledFile file = answer.spool(fetch.spool(), "download");
        SoapFault.find(file.path()).ifPresent(fault -> {
            throw HttpTransfer.wrongly(address, fault.told(), null);
        });
        return file;
    }

    /** Three lines: address, ETag, Last-Modified. */
    public static String position(URI address, HttpAnswer answer) {
        return address + "\n" + answer.header("ETag").orElse("") + "\n"
                + answer.header("Last-Modified").orElse("");
    }

    /** What a request asks with, so that an answer may be "not modified". */
    public static Map<String, String> conditions(URI address, Optional<String> since) {
        String[] lines = since.orElse("").split("\n", -1);
        Map<String, String> conditions = new LinkedHashMap<>();
        if (lines.length == 3 && lines[0].equals(address.toString())) {
            if (!lines[1].isEmpty()) {
                conditions.put("If-None-Match", lines[1]);
            }
            if (!lines[2].isEmpty()) {
                conditions.put("If-Modified-Since", lines[2]);
            }
        }
        return conditions;
    }

    @Override
    public void test(Fetch fetch, Trial trial) {
        URI address = fetch.settings().uri("url");
        HttpTrial.of(
                fetch,
                trial,
                hosts,
                address,
                transfer -> RequestBody.find(fetch.settings())
                        .map(body -> transfer.ask(address, body))
                        .orElseGet(() -> transfer.ask(address, Map.of())),
                answer -> new Delivery.Files(List.of(spooled(fetch, address, answer)), ""));
    }
}
