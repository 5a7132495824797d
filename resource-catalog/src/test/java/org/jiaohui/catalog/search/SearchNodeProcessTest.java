package org.jiaohui.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jiaohui.catalog.Entries;
import org.jiaohui.exchange.catalogue.CatalogueSearch.SearchQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchNodeProcessTest {
    @TempDir
    Path home;

    @Test
    void findsItsDataAgainAfterRestart() throws Exception {
        int port = TestSearchNode.freePort();
        try (SearchNodeProcess node = TestSearchNode.fork(home, port);
                ElasticsearchCatalogue search = catalogue(node.address())) {
            search.apply(Entries.puts(7, Entries.own("a", "高速公路收费站", Entries.HENAN, "GL", "PUBLIC")));
        }
        try (SearchNodeProcess node = TestSearchNode.fork(home, port);
                ElasticsearchCatalogue search = catalogue(node.address())) {
            assertThat(search.position()).isEqualTo(7);
            assertThat(search.search(new SearchQuery("收费站", Map.of(), "relevance", 1, 10))
                            .hits())
                    .hasSize(1);
            List<Long> pids = List.of(node.pid());
            node.stop();
            assertThat(ProcessHandle.of(pids.getFirst()).filter(ProcessHandle::isAlive))
                    .isEmpty();
        }
    }

    private static ElasticsearchCatalogue catalogue(URI address) {
        return new ElasticsearchCatalogue(ElasticsearchSettings.of(address));
    }
}
