package org.jiaohui.connector.file;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.ListingProtocol;
import org.jiaohui.connector.NewFiles;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.trial.Trial;

/** Takes a file, the files of a folder or those that a glob matches. The position is a fingerprint of names, sizes and times. */
public record FileProtocol(FileRoots roots) implements ListingProtocol {
    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "file",
            "文件",
            "File, folder or glob",
            NewFiles.with(List.of(Setting.required("path", "文件、目录或通配符", "File, folder or glob", SettingType.TEXT))));

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Delivery fetch(Fetch fetch) {
        return roots.deliver(fetch, fetch.settings().text("path"));
    }

    @Override
    public void test(Fetch fetch, Trial trial) {
        Path first = roots.test(trial, fetch.settings().text("path"));
        fetch.sample(
                trial,
                () -> roots.bring(fetch, first.toString())
                        .<Delivery>map(brought -> new Delivery.Files(brought.files(), brought.position()))
                        .orElseGet(Delivery.NotModified::new));
    }

    @Override
    public Optional<String> listing(Fetch fetch) {
        return roots.listing(fetch.settings().text("path"));
    }
}
