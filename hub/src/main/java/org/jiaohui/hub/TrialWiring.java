package org.jiaohui.hub;

import java.time.Duration;
import org.jiaohui.connector.Connectors;
import org.jiaohui.exchange.catalogue.HarvestReader;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.source.trial.SourceTrial;
import org.jiaohui.hub.embedded.HubHome;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Trying sources out. */
@Configuration(proxyBeanMethods = false)
class TrialWiring {
    @Bean
    SourceTrial sourceTrial(Connectors connectors, Formats formats, HarvestReader harvests, HubHome home) {
        return new SourceTrial(connectors::get, formats, harvests, home.resolve("spool"), Duration.ofSeconds(30));
    }
}
