package org.jiaohui.connector.datajson;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.Protocol;
import org.jiaohui.connector.file.CatalogueFiles;
import org.jiaohui.connector.http.HttpAnswer;
import org.jiaohui.connector.http.HttpSettings;
import org.jiaohui.connector.http.HttpTransfer;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Delivery.CatalogueFormat;

/** Takes a data.json file of Project Open Data, from an address or from the allowed folders. */
public final class DataJsonProtocol implements Protocol {
    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "data-json",
            "data.json 目录",
            "data.json catalogue",
            HttpSettings.with(
                    Setting.required("url", "地址或文件", "Address, or file below the allowed folders", SettingType.TEXT)));

    private final AllowedHosts hosts;
    private final CatalogueFiles local;

    public DataJsonProtocol(AllowedHosts hosts, CatalogueFiles local) {
        this.hosts = hosts;
        this.local = local;
    }

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Delivery fetch(Fetch fetch) {
        String url = fetch.settings().text("url");
        if (!url.startsWith("http://") && !url.startsWith("https://")) {
            return local.fetch(
                    fetch, url, CatalogueFormat.DATA_JSON, Path.of(url).toUri().toString());
        }
        try (HttpTransfer transfer = new HttpTransfer(HttpSettings.of(fetch.settings()), hosts, fetch.watch());
                HttpAnswer answer = transfer.get(URI.create(url), Map.of("Accept", "application/json"))) {
            return new Delivery.Descriptions(
                    CatalogueFormat.DATA_JSON, List.of(answer.spool(fetch.spool(), "data.json")), url, "");
        }
    }
}
