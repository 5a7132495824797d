package org.jiaohui.connector.ckan;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.Protocol;
import org.jiaohui.connector.http.HttpAnswer;
import org.jiaohui.connector.http.HttpSettings;
import org.jiaohui.connector.http.HttpTransfer;
import org.jiaohui.connector.http.HttpTrial;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Delivery.CatalogueFormat;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.source.trial.Trial;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Harvests a CKAN site by package_search, page by page, into one NDJSON file of packages. */
public record CkanProtocol(AllowedHosts hosts) implements Protocol {
    private static final int PAGE_LIMIT = 32 << 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "ckan",
            "CKAN 目录",
            "CKAN catalogue",
            HttpSettings.with(
                    Setting.required("url", "站点地址", "Address of the site", SettingType.URI),
                    Setting.optional("page-size", "每页条数", "Packages a page", SettingType.INTEGER, "100")));

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Delivery fetch(Fetch fetch) {
        String site = site(fetch);
        int size = Math.max(1, fetch.settings().integer("page-size"));
        try (HttpTransfer transfer = new HttpTransfer(HttpSettings.of(fetch.settings()), hosts, fetch.watch())) {
            SpooledFile file = fetch.lines("packages.ndjson", to -> pages(transfer, site, size, to));
            return new Delivery.Descriptions(CatalogueFormat.CKAN, List.of(file), site, "");
        }
    }

    private static void pages(HttpTransfer transfer, String site, int size, OutputStream to) throws IOException {
        long start = 0;
        long total = Long.MAX_VALUE;
        while (start < total) {
            URI page = page(site, size, start);
            JsonNode result = result(transfer, page);
            total = result.path("count").asLong(-1);
            JsonNode packages = result.path("results");
            if (total < 0 || !packages.isArray() || (packages.isEmpty() && start < total)) {
                throw wrongly(
                        site,
                        "声称有 " + total + " 个数据集，只给出 " + start + " 个 / promises " + total + " packages and gives "
                                + start);
            }
            write(packages, to);
            start += packages.size();
        }
    }

    private static JsonNode result(HttpTransfer transfer, URI page) {
        try (HttpAnswer answer = transfer.get(page, Map.of("Accept", "application/json"))) {
            return result(answer, page);
        }
    }

    private static JsonNode result(HttpAnswer answer, URI page) {
        try {
            JsonNode document = JSON.readTree(answer.body(PAGE_LIMIT));
            if (!document.path("success").asBoolean(false)) {
                throw wrongly(page.toString(), "success 不为 true / does not say success: " + document.path("error"));
            }
            return document.path("result");
        } catch (JacksonException broken) {
            throw wrongly(page.toString(), "返回的不是 JSON / did not answer with JSON: " + broken.getOriginalMessage());
        }
    }

    private static ExchangeException wrongly(String where, String why) {
        return new ExchangeException(ErrorCode.SOURCE_ANSWERED_WRONGLY, where + " " + why);
    }

    @Override
    public void test(Fetch fetch, Trial trial) {
        String site = site(fetch);
        URI page = page(site, 5, 0);
        HttpTrial.of(fetch, trial, hosts, page, Map.of("Accept", "application/json"), answer -> {
            JsonNode packages = result(answer, page).path("results");
            SpooledFile file = fetch.lines("packages.ndjson", to -> write(packages, to));
            return new Delivery.Descriptions(CatalogueFormat.CKAN, List.of(file), site, "");
        });
    }

    private static String site(Fetch fetch) {
        return fetch.settings().text("url").replaceAll("/+$", "");
    }

    private static URI page(String site, int size, long start) {
        return URI.create(site + "/api/3/action/package_search?sort=id+asc&rows=" + size + "&start=" + start);
    }

    private static void write(JsonNode packages, OutputStream to) throws IOException {
        for (JsonNode each : packages) {
            to.write(JSON.writeValueAsBytes(each));
            to.write('\n');
        }
    }
}
