package org.jiaohui.dataset.download;

import org.jiaohui.dataset.objectstore.LocalFiles;
import org.jiaohui.dataset.query.DuckDb;
import org.jiaohui.dataset.store.VersionFiles;
import org.jiaohui.exchange.dataset.Downloads;
import org.jiaohui.exchange.dataset.KeptFiles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Downloads of versions. */
@Configuration(proxyBeanMethods = false)
public class DownloadConfiguration {
    @Bean
    public Downloads downloads(DuckDb engine, VersionFiles files, LocalFiles local, KeptFiles originals) {
        return new VersionDownloads(engine, files, local, originals);
    }
}
