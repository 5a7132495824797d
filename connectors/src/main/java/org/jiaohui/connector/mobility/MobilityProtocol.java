package org.jiaohui.connector.mobility;

import java.util.List;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.Protocol;
import org.jiaohui.connector.file.CatalogueFiles;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Delivery.CatalogueFormat;
import org.jiaohui.exchange.source.trial.Trial;

/** Takes the Mobility Database's JSON descriptions: a zip file as it came, or the files of a folder. */
public record MobilityProtocol(CatalogueFiles local) implements Protocol {
    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "mobility",
            "Mobility Database 目录",
            "Mobility Database catalogue",
            List.of(Setting.required("path", "zip 文件或目录", "Zip file or folder", SettingType.TEXT)));

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Delivery fetch(Fetch fetch) {
        return local.fetch(fetch, fetch.settings().text("path"), CatalogueFormat.MOBILITY_DATABASE);
    }

    @Override
    public void test(Fetch fetch, Trial trial) {
        local.test(fetch, trial, fetch.settings().text("path"), CatalogueFormat.MOBILITY_DATABASE);
    }
}
