package org.jiaohui.dataset.query;

import org.jiaohui.dataset.objectstore.LocalFiles;
import org.jiaohui.dataset.store.VersionFiles;
import org.jiaohui.exchange.dataset.DatasetQueries;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The query engine and the port that it serves. */
@Configuration(proxyBeanMethods = false)
public class QueryConfiguration {
    @Bean(destroyMethod = "close")
    public DuckDb duckDb(QuerySettings settings) {
        return new DuckDb(settings);
    }

    @Bean
    public DatasetQueries datasetQueries(DuckDb engine, DatasetStore store, VersionFiles files, LocalFiles local) {
        return new DuckDbQueries(engine, store, files, local);
    }
}
