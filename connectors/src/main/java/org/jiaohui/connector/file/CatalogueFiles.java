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
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Delivery.CatalogueFormat;
import org.jiaohui.exchange.source.SpooledFile;

/** Catalogues that lie in files below the allowed roots. */
public record CatalogueFiles(FileRoots roots) {
    /** Lays the files that a path names down as descriptions; unchanged ones are not brought again. */
    public Delivery fetch(Fetch fetch, String path, CatalogueFormat format, String base) {
        List<Path> files = roots.list(path);
        if (files.isEmpty()) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_EMPTY, "\"" + path + "\" 中没有文件 / there is no file in \"" + path + "\"");
        }
        try {
            Fingerprint fingerprint = new Fingerprint();
            for (Path file : files) {
                fingerprint.add(
                        name(file),
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
                    spooled.add(fetch.spool().copy(name(file), Optional.empty(), from, fetch.watch()));
                }
            }
            return new Delivery.Descriptions(format, spooled, base, position);
        } catch (IOException broken) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_INTERRUPTED,
                    "读取 \"" + path + "\" 时中断 / reading \"" + path + "\" broke off",
                    broken);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
