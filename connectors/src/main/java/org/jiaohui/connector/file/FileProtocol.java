package org.jiaohui.connector.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.Fingerprint;
import org.jiaohui.connector.Protocol;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.SpooledFile;

/** Takes a file, the files of a folder or those that a glob matches. The position is a fingerprint of names, sizes and times. */
public final class FileProtocol implements Protocol {
    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "file",
            "文件",
            "File, folder or glob",
            List.of(Setting.required("path", "文件、目录或通配符", "File, folder or glob", SettingType.TEXT)));

    private final FileRoots roots;

    public FileProtocol(FileRoots roots) {
        this.roots = roots;
    }

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Delivery fetch(Fetch fetch) {
        String path = fetch.settings().text("path");
        List<Path> files = roots.list(path);
        if (files.isEmpty()) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_EMPTY, "\"" + path + "\" 中没有文件 / there is no file in \"" + path + "\"");
        }
        try {
            Fingerprint fingerprint = new Fingerprint();
            for (Path file : files) {
                fingerprint.add(
                        file.getFileName().toString(),
                        Files.size(file),
                        Files.getLastModifiedTime(file).toMillis());
            }
            String position = fingerprint.value();
            if (fetch.since().filter(position::equals).isPresent()) {
                return new Delivery.NotModified();
            }
            List<SpooledFile> spooled = new ArrayList<>();
            for (Path file : files) {
                try (InputStream from = Files.newInputStream(file)) {
                    spooled.add(
                            fetch.spool().copy(file.getFileName().toString(), Optional.empty(), from, fetch.watch()));
                }
            }
            return new Delivery.Files(spooled, position);
        } catch (IOException broken) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_INTERRUPTED,
                    "读取 \"" + path + "\" 时中断：" + broken.getMessage() + " / reading \"" + path + "\" broke off",
                    broken);
        }
    }
}
