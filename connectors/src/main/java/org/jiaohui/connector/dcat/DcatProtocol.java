package org.jiaohui.connector.dcat;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.Protocol;
import org.jiaohui.connector.file.CatalogueFiles;
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

/** Harvests an RDF catalogue: a file below the allowed roots, or an address whose pages the Link header names. */
public record DcatProtocol(AllowedHosts hosts, CatalogueFiles local) implements Protocol {
    private static final String ACCEPT =
            "text/turtle, application/ld+json;q=0.9, application/rdf+xml;q=0.9, application/n-triples;q=0.8, */*;q=0.1";
    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "dcat",
            "DCAT 目录",
            "DCAT catalogue (RDF)",
            HttpSettings.with(
                    Setting.required("url", "地址或文件", "Address, or file below the allowed folders", SettingType.ADDRESS),
                    Setting.optional("max-pages", "最多页数", "Pages at most", SettingType.INTEGER, "10000"),
                    HttpSettings.UNANNOUNCED_LENGTH));

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Delivery fetch(Fetch fetch) {
        String url = fetch.settings().text("url");
        return local.find(fetch, url, CatalogueFormat.RDF).orElseGet(() -> pages(fetch, url));
    }

    private Delivery pages(Fetch fetch, String url) {
        int most = fetch.settings().integer("max-pages");
        List<SpooledFile> files = new ArrayList<>();
        Set<URI> seen = new HashSet<>();
        try (HttpTransfer transfer = new HttpTransfer(HttpSettings.of(fetch.settings()), hosts, fetch.watch())) {
            Optional<URI> page = Optional.of(URI.create(url));
            while (page.isPresent()) {
                URI current = page.get();
                if (!seen.add(current) || files.size() >= most) {
                    throw new ExchangeException(
                            ErrorCode.SOURCE_ANSWERED_WRONGLY,
                            "目录分页循环或超过 " + most + " 页：" + current
                                    + " / the pages of the catalogue run in a circle or are more than " + most + ": "
                                    + current);
                }
                try (HttpAnswer answer = transfer.get(current, Map.of("Accept", ACCEPT))) {
                    page = answer.next();
                    files.add(answer.spool(fetch.spool(), "catalogue"));
                }
            }
        }
        return new Delivery.Descriptions(CatalogueFormat.RDF, files, url, "");
    }

    @Override
    public void test(Fetch fetch, Trial trial) {
        String url = fetch.settings().text("url");
        if (!CatalogueFiles.isAddress(url)) {
            local.test(fetch, trial, url, CatalogueFormat.RDF);
            return;
        }
        HttpTrial.of(fetch, trial, hosts, URI.create(url), Map.of("Accept", ACCEPT), answer -> {
            SpooledFile page = answer.spool(fetch.spool(), "catalogue");
            return new Delivery.Descriptions(CatalogueFormat.RDF, List.of(page), url, "");
        });
    }
}
