package org.jiaohui.connector.datajson;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.Protocol;
import org.jiaohui.connector.file.CatalogueFiles;
import org.jiaohui.connector.http.HttpAnswer;
import org.jiaohui.connector.http.HttpSettings;
import org.jiaohui.connector.http.HttpTransfer;
import org.jiaohui.connector.http.HttpTrial;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Delivery.CatalogueFormat;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.source.trial.Trial;

/** Takes a data.json file of Project Open Data, from an address or from the allowed folders. */
public record DataJsonProtocol(AllowedHosts hosts, CatalogueFiles local) implements Protocol {
    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "data-json",
            "data.json 目录",
            "data.json catalogue",
            HttpSettings.with(Setting.required(
                    "url", "地址或文件", "Address, or file below the allowed folders", SettingType.ADDRESS)));

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Delivery fetch(Fetch fetch) {
        String url = fetch.settings().text("url");
        return local.find(fetch, url, CatalogueFormat.DATA_JSON).orElseGet(() -> download(fetch, url));
    }

    private Delivery download(Fetch fetch, String url) {
        try (HttpTransfer transfer = new HttpTransfer(HttpSettings.of(fetch.settings()), hosts, fetch.watch());
                HttpAnswer answer = transfer.get(URI.create(url), Map.of("Accept", "application/json"))) {
            return new Delivery.Descriptions(
                    CatalogueFormat.DATA_JSON, List.of(answer.spool(fetch.spool(), "data.json")), url, "");
        }
    }

    @Override
    public void test(Fetch fetch, Trial trial) {
        String url = fetch.settings().text("url");
        if (!CatalogueFiles.isAddress(url)) {
            local.test(fetch, trial, url, CatalogueFormat.DATA_JSON);
            return;
        }
        HttpTrial.of(fetch, trial, hosts, URI.create(url), Map.of("Accept", "application/json"), answer -> {
            SpooledFile file = answer.spool(fetch.spool(), "data.json");
            return new Delivery.Descriptions(CatalogueFormat.DATA_JSON, List.of(file), url, "");
        });
    }
}
