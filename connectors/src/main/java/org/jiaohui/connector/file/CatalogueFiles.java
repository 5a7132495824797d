package org.jiaohui.connector.file;

import java.nio.file.Path;
import java.util.Optional;
import org.jiaohui.connector.Fetch;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Delivery.CatalogueFormat;
import org.jiaohui.exchange.source.trial.Trial;

/** Catalogues that lie in files below the allowed roots. */
public record CatalogueFiles(FileRoots roots) {
    /** The descriptions in the files that a setting names; absent when it is an http(s) address instead. */
    public Optional<Delivery> find(Fetch fetch, String place, CatalogueFormat format) {
        return isAddress(place) ? Optional.empty() : Optional.of(fetch(fetch, place, format));
    }

    /** Lays the files that a path names down as descriptions; unchanged ones are not brought again. */
    public Delivery fetch(Fetch fetch, String path, CatalogueFormat format) {
        String base = Path.of(path).toUri().toString();
        return roots.bring(fetch, path)
                .<Delivery>map(brought -> new Delivery.Descriptions(format, brought.files(), base, brought.position()))
                .orElseGet(Delivery.NotModified::new);
    }

    /** Whether a place is an http(s) address and no file. */
    public static boolean isAddress(String place) {
        return place.startsWith("http://") || place.startsWith("https://");
    }

    /** Tries out the files that a path names. */
    public void test(Fetch fetch, Trial trial, String path, CatalogueFormat format) {
        Path first = roots.test(trial, path);
        fetch.sample(trial, () -> fetch(fetch, first.toString(), format));
    }
}
