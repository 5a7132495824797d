package org.jiaohui.hub;

import org.jiaohui.dataset.change.VersionChanges;
import org.jiaohui.dataset.objectstore.LocalFiles;
import org.jiaohui.dataset.query.DuckDb;
import org.jiaohui.dataset.store.IcebergDatasetStore;
import org.jiaohui.exchange.dataset.DatasetChanges;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Changes between versions. */
@Configuration(proxyBeanMethods = false)
class ChangesWiring {
    @Bean
    DatasetChanges datasetChanges(DuckDb engine, IcebergDatasetStore store, LocalFiles local) {
        return new VersionChanges(engine, store, store, local);
    }
}
