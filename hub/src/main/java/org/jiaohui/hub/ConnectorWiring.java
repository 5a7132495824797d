package org.jiaohui.hub;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jiaohui.connector.ConnectorSettings;
import org.jiaohui.connector.Connectors;
import org.jiaohui.connector.SettingsSchema;
import org.jiaohui.exchange.source.ConnectorCatalogue;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.hub.embedded.HubHome;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What connectors may do, and how interfaces see them. */
@Configuration(proxyBeanMethods = false)
class ConnectorWiring {
    @Bean
    ConnectorSettings connectorSettings(HubHome home, HubSettings settings) {
        List<Path> roots = new java.util.ArrayList<>(settings.fileRoots());
        roots.add(settings.uploadsIn(home));
        roots.add(home.resolve("demo"));
        HubSettings.KameletSettings kamelets = settings.kamelets();
        return ConnectorSettings.allowing(settings.allowedHosts(), roots)
                .withDrivers(settings.driversIn(home))
                .withKamelets(kamelets.folderIn(home), kamelets.allowed(), kamelets.inboxIn(home));
    }

    @Bean
    ConnectorCatalogue connectorCatalogue(Connectors connectors) {
        return new ConnectorCatalogue() {
            @Override
            public List<ConnectorDescription> descriptions() {
                return connectors.descriptions();
            }

            @Override
            public Map<String, Object> jsonSchema(String type) {
                return SettingsSchema.of(connectors.get(type).description());
            }

            @Override
            public Set<String> secretSettings(String type) {
                return connectors.get(type).description().settings().stream()
                        .filter(ConnectorDescription.Setting::secret)
                        .map(ConnectorDescription.Setting::name)
                        .collect(Collectors.toSet());
            }

            @Override
            public void validate(Source source) {
                connectors.check(source.connector(), source.settings());
            }
        };
    }
}
