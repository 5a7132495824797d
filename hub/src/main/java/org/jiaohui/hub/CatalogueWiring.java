package org.jiaohui.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.jiaohui.catalog.harvest.DcatHarvestReader;
import org.jiaohui.catalog.rdf.DcatWriter;
import org.jiaohui.catalog.rdf.JenaCatalogue;
import org.jiaohui.catalog.search.ElasticsearchCatalogue;
import org.jiaohui.catalog.search.ElasticsearchSettings;
import org.jiaohui.catalog.shape.ShapeRules;
import org.jiaohui.exchange.catalogue.CatalogueLog;
import org.jiaohui.exchange.catalogue.DescriptionRules;
import org.jiaohui.exchange.catalogue.HarvestReader;
import org.jiaohui.exchange.catalogue.ProjectionFollower;
import org.jiaohui.hub.embedded.EmbeddedSearchNode;
import org.jiaohui.hub.embedded.HubHome;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The two projections of the catalogue log and what follows it. */
@Configuration(proxyBeanMethods = false)
class CatalogueWiring {
    @Bean
    EmbeddedSearchNode embeddedSearchNode(HubHome home, HubSettings settings) {
        return settings.search()
                .address()
                .map(EmbeddedSearchNode::elsewhere)
                .orElseGet(
                        () -> EmbeddedSearchNode.start(home, settings.search().nodeFolder()));
    }

    @Bean
    ElasticsearchCatalogue catalogueSearch(EmbeddedSearchNode node, HubSettings settings) {
        return new ElasticsearchCatalogue(new ElasticsearchSettings(
                node.address(), "jiaohui-catalogue", settings.search().authorization(), 1, 0, Duration.ofSeconds(20)));
    }

    @Bean
    JenaCatalogue catalogueGraph(HubHome home, HubSettings settings) {
        return new JenaCatalogue(
                home.resolve("graph"), new DcatWriter(settings.baseUrl().toString()), "交汇 Jiaohui");
    }

    @Bean
    DescriptionRules descriptionRules(HubHome home, HubSettings settings) throws IOException {
        Files.createDirectories(home.resolve("shapes"));
        return new ShapeRules(new DcatWriter(settings.baseUrl().toString()), home.resolve("shapes"));
    }

    @Bean
    HarvestReader harvestReader() {
        return new DcatHarvestReader();
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    ProjectionFollower graphFollower(JenaCatalogue graph, CatalogueLog log) {
        return new ProjectionFollower(graph, log);
    }

    @Bean(destroyMethod = "close")
    ProjectionFollower searchFollower(EmbeddedSearchNode node, ElasticsearchCatalogue search, CatalogueLog log) {
        ProjectionFollower follower = new ProjectionFollower(search, log);
        node.whenReady(follower::start);
        return follower;
    }
}
