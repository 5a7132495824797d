package org.jiaohui.connector.file;

import java.nio.file.Path;
import java.util.Optional;
import org.jiaohui.connector.Fetch;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Delivery.CatalogueFormat;

/** Catalogues that lie in files below the allowed roots. */
public record CatalogueFiles(FileRoots roots) {
    /** The descriptions in the files that a setting names; absent when it is an http(s) address instead. */
    public Optional<Delivery> find(Fetch fetch, String place, CatalogueFormat format) {
        return place.startsWith("http://") || place.startsWith("https://")
                ? Optional.empty()
                : Optional.of(fetch(fetch, place, format));
    }

    /** Lays the files that a path names down as descriptions; unchanged ones are not brought again. */
    public Delivery fetch(Fetch fetch, String path, CatalogueFormat format) {
        String base = Path.of(path).toUri().toString();
        return roots.bring(fetch, path)
                .<Delivery>map(brought -> new Delivery.Descriptions(format, brought.files(), base, brought.position()))
                .orElseGet(Delivery.NotModified::new);
    }
}
