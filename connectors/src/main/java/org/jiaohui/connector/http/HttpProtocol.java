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

/** Downloads one address. The position keeps the validators (ETag, Last-Modified) that the next fetch asks with. */
public record HttpProtocol(AllowedHosts hosts) implements Protocol {
    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "http",
            "HTTP 下载",
            "HTTP download",
            HttpSettings.with(Setting.required("url", "地址", "Address", SettingType.URI)));

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Delivery fetch(Fetch fetch) {
        URI address = fetch.settings().uri("url");
        HttpSettings settings = HttpSettings.of(fetch.settings());
        try (HttpTransfer transfer = new HttpTransfer(settings, hosts, fetch.watch());
                HttpAnswer answer = transfer.get(address, conditions(address, fetch.since()))) {
            if (answer.status() == 304) {
                return new Delivery.NotModified();
            }
            SpooledFile file = answer.spool(fetch.spool(), "download");
            return new Delivery.Files(List.of(file), position(address, answer));
        }
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
                Map.of(),
                answer -> new Delivery.Files(List.of(answer.spool(fetch.spool(), "download")), ""));
    }
}
