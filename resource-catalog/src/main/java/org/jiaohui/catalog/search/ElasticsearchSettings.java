package org.jiaohui.catalog.search;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the search cluster is.
 *
 * @param address for example {@code http://127.0.0.1:9200}
 * @param alias name of the catalogue's alias, and beginning of its index's name; lower case
 * @param authorization value of the Authorization header, for example {@code ApiKey …}
 * @param shards primary shards of the index
 * @param replicas 0 on a single node
 * @param timeout longest wait for one answer
 */
public record ElasticsearchSettings(
        URI address, String alias, Optional<String> authorization, int shards, int replicas, Duration timeout) {
    public static ElasticsearchSettings of(URI address) {
        return new ElasticsearchSettings(address, "jiaohui-catalogue", Optional.empty(), 1, 0, Duration.ofSeconds(20));
    }
}
