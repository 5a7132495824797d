package org.jiaohui.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jiaohui.catalog.Entries;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.CatalogueSearch.Hit;
import org.jiaohui.exchange.catalogue.CatalogueSearch.SearchQuery;
import org.jiaohui.exchange.catalogue.CatalogueSearch.SearchResult;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ElasticsearchCatalogueTest {
    private static ElasticsearchCatalogue search;

    @BeforeAll
    static void start() {
        search = new ElasticsearchCatalogue(ElasticsearchSettings.of(TestSearchNode.address()));
        search.reset();
        search.apply(Entries.puts(
                1,
                Entries.own("toll", "高速公路收费站", Entries.HENAN, "GL", "PUBLIC"),
                Entries.own("port", "港口吞吐量", Entries.HENAN, "SL", "PUBLIC"),
                Entries.own("bus", "公交线路与站点", Entries.SICHUAN, "CS", "PUBLIC"),
                Entries.own("secret", "收费站内部人员名单", Entries.SICHUAN, "GL", "NON_PUBLIC")));
    }

    @AfterAll
    static void stop() {
        search.close();
    }

    @Test
    void remembersItsPositionAndIgnoresRepeatedChanges() {
        assertThat(search.position()).isEqualTo(4);
        search.apply(Entries.puts(1, Entries.own("toll", "高速公路收费站", Entries.HENAN, "GL", "PUBLIC")));
        search.apply(Entries.puts(4, Entries.own("secret", "收费站内部人员名单", Entries.SICHUAN, "GL", "NON_PUBLIC")));
        assertThat(ids(find("收费站"))).contains("toll");
        assertThat(search.position()).isEqualTo(4);
    }

    @Test
    void hidesWhatIsNotPublicFromResultsCountsAndSuggestions() {
        assertThat(ids(find(""))).containsExactlyInAnyOrder("toll", "port", "bus");
        assertThat(ids(find("人员名单"))).doesNotContain("secret");
        assertThat(search.suggest("收费站内")).isEmpty();
        assertThat(find("").facets().get("publisher"))
                .extracting(value -> value.label() + value.count())
                .containsExactly("河南省交通运输厅2", "四川省交通运输厅1");
    }

    @Test
    void findsSimplifiedByTraditional() {
        SearchResult result = find("高速公路收費站");
        assertThat(ids(result)).startsWith("toll");
        assertThat(result.hits().getFirst().highlights().get("title")).contains("<em>");
    }

    /** The dictionary takes 高速公路 and 收费站 for one word each; people look for their parts. */
    @Test
    void findsPartsOfLongWords() {
        assertThat(ids(find("高速"))).contains("toll");
        assertThat(ids(find("收费"))).contains("toll");
        assertThat(ids(find("收費 高速"))).contains("toll");
        assertThat(ids(find("港"))).contains("port");
        assertThat(ids(find("速高"))).doesNotContain("toll");
    }

    /** One English word in its forms is one word; Chinese, and codes, are left as they are. */
    @Test
    void findsEnglishWordsInOtherForms() {
        assertThat(ids(find("stations"))).contains("toll");
        assertThat(ids(find("Figure"))).contains("toll", "port", "bus");
        assertThat(ids(find("titles of ports"))).containsExactly("port");
        assertThat(ids(find("收费站 figure"))).containsExactly("toll");
        assertThat(ids(find("stationary"))).isEmpty();
    }

    @Test
    void escapesMarkupInHighlights() {
        String summary = find("港口").hits().getFirst().highlights().get("summary");
        assertThat(summary).contains("<em>").contains("&lt;b&gt;").doesNotContain("<b>");
    }

    @Test
    void ownFilterDoesNotNarrowAFacet() {
        SearchResult result = search.search(
                new SearchQuery("", Map.of("publisher", List.of("SC-JT"), "theme", List.of()), "title", 1, 10));
        assertThat(ids(result)).containsExactly("bus");
        assertThat(result.facets().get("publisher")).hasSize(2);
        assertThat(result.facets().get("theme"))
                .extracting(value -> value.value())
                .containsExactly("CS");
        assertThat(result.facets().get("region"))
                .extracting(value -> value.label())
                .containsExactly("四川省");
    }

    @Test
    void givesTheEntryBackWithoutItsSchema() {
        CatalogueEntry entry = find("toll").hits().getFirst().entry();
        CatalogueEntry original = Entries.own("toll", "高速公路收费站", Entries.HENAN, "GL", "PUBLIC");
        assertThat(entry.about()).isEqualTo(original.about());
        assertThat(entry.version()).isEqualTo(original.version());
        assertThat(entry.modified()).isEqualTo(original.modified());
        assertThat(entry.schema()).isEmpty();
    }

    @Test
    void fallsBackToAnyWordAndSuggestsCompletions() {
        assertThat(ids(find("港口 飞碟"))).containsExactly("port");
        assertThat(search.suggest("高速")).contains("高速公路收费站");
        assertThat(search.suggest("吞吐")).contains("港口吞吐量");
    }

    @Test
    void findsByColumnTitle() {
        assertThat(ids(find("站点名称"))).contains("toll");
    }

    @Test
    void forgetsWithdrawnEntriesAndEverythingOnReset() {
        try (ElasticsearchCatalogue other = new ElasticsearchCatalogue(new ElasticsearchSettings(
                TestSearchNode.address(),
                "other",
                java.util.Optional.empty(),
                1,
                0,
                java.time.Duration.ofSeconds(20)))) {
            assertThat(other.position()).isZero();
            assertThat(other.search(new SearchQuery("", Map.of(), "", 1, 10)).total())
                    .isZero();
            other.apply(Entries.puts(1, Entries.own("x", "站", Entries.HENAN, "GL", "PUBLIC")));
            other.apply(List.of(Entries.withdraw(2, "x")));
            assertThat(other.search(new SearchQuery("", Map.of(), "", 1, 10)).total())
                    .isZero();
            assertThat(other.position()).isEqualTo(2);
            other.reset();
            assertThat(other.position()).isZero();
        }
    }

    @Test
    void refusesDeepPagesAndUnknownSorts() {
        assertThatThrownBy(() -> search.search(new SearchQuery("", Map.of(), "title", 1001, 10)))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
        assertThatThrownBy(() -> search.search(new SearchQuery("", Map.of(), "colour", 1, 10)))
                .hasMessageContaining("colour");
    }

    @Test
    void saysWhenTheClusterIsAway() throws Exception {
        try (ElasticsearchCatalogue away = new ElasticsearchCatalogue(
                ElasticsearchSettings.of(URI.create("http://127.0.0.1:" + TestSearchNode.freePort())))) {
            assertThatThrownBy(() -> away.search(new SearchQuery("", Map.of(), "", 1, 10)))
                    .isInstanceOfSatisfying(
                            ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SEARCH_UNAVAILABLE));
        }
    }

    private static SearchResult find(String text) {
        return search.search(new SearchQuery(text, Map.of(), "relevance", 1, 20));
    }

    private static List<String> ids(SearchResult result) {
        return result.hits().stream().map(Hit::entry).map(CatalogueEntry::id).toList();
    }
}
