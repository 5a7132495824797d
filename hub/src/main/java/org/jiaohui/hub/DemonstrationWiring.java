package org.jiaohui.hub;

import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.hub.embedded.DemonstrationDrop;
import org.jiaohui.hub.embedded.HubHome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What lives in the hub for the demonstration alone: its SFTP drop. A hub that was never given the demonstration starts none. */
@Configuration(proxyBeanMethods = false)
class DemonstrationWiring {
    private static final Logger LOG = LoggerFactory.getLogger(DemonstrationWiring.class);

    @Bean(destroyMethod = "close")
    DemonstrationController demonstrationController(HubHome home) {
        DemonstrationController controller = new DemonstrationController(home);
        if (DemonstrationDrop.wasLoaded(home)) {
            try {
                controller.open();
            } catch (ExchangeException taken) {
                LOG.warn("{}", taken.getMessage());
            }
        }
        return controller;
    }
}
