package org.jiaohui.connector;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.jiaohui.connector.ckan.CkanProtocol;
import org.jiaohui.connector.datajson.DataJsonProtocol;
import org.jiaohui.connector.dcat.DcatProtocol;
import org.jiaohui.connector.file.CatalogueFiles;
import org.jiaohui.connector.file.FileProtocol;
import org.jiaohui.connector.file.FileRoots;
import org.jiaohui.connector.ftp.FtpProtocol;
import org.jiaohui.connector.http.HttpProtocol;
import org.jiaohui.connector.jdbc.CaptureProtocol;
import org.jiaohui.connector.jdbc.DriverFolder;
import org.jiaohui.connector.jdbc.FrontEndProtocol;
import org.jiaohui.connector.jdbc.JdbcProtocol;
import org.jiaohui.connector.kafka.KafkaProtocol;
import org.jiaohui.connector.kamelet.KameletProtocol;
import org.jiaohui.connector.kamelet.Kamelets;
import org.jiaohui.connector.mobility.MobilityProtocol;
import org.jiaohui.connector.mqtt.MqttProtocol;
import org.jiaohui.connector.rest.RestProtocol;
import org.jiaohui.connector.s3.S3Protocol;
import org.jiaohui.connector.sftp.SftpProtocol;
import org.jiaohui.exchange.source.Connector;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The connectors of a hub. Needs one bean: {@link ConnectorSettings}. Camel starts and stops with the application. */
@Configuration(proxyBeanMethods = false)
public class ConnectorConfiguration {
    /** Camel with the one route in it; closed with the application. */
    @Bean(destroyMethod = "stop")
    public CamelContext connectorCamelContext(ConnectorSettings settings) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        camel.getShutdownStrategy().setTimeout(5);
        camel.addRoutesConfigurations(new FetchErrors(settings.retries(), settings.retryDelayMillis()));
        camel.addRoutes(new FetchRoute());
        camel.start();
        return camel;
    }

    @Bean
    public Connectors connectors(ConnectorSettings settings, CamelContext connectorCamelContext) {
        ProducerTemplate route = connectorCamelContext.createProducerTemplate();
        List<Connector> connectors = protocols(settings, connectorCamelContext)
                .map(each -> connector(each, route, settings))
                .toList();
        return new Connectors(connectors);
    }

    private static Connector connector(Protocol protocol, ProducerTemplate route, ConnectorSettings settings) {
        return protocol instanceof AcknowledgedProtocol acknowledged
                ? new AccountingConnector(acknowledged, route, settings.maxBytes())
                : new RoutedConnector(protocol, route, settings.maxBytes());
    }

    private static Stream<Protocol> protocols(ConnectorSettings settings, CamelContext camel) {
        AllowedHosts hosts = new AllowedHosts(settings.allowedHosts());
        FileRoots roots = new FileRoots(settings.fileRoots());
        DriverFolder drivers = new DriverFolder(settings.drivers());
        CatalogueFiles local = new CatalogueFiles(roots);
        Kamelets kamelets = new Kamelets(settings.kamelets(), settings.allowedKamelets());
        Path inbox = settings.inbox().orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "jiaohui-inbox"));
        return Stream.of(
                new FileProtocol(roots),
                new HttpProtocol(hosts),
                new RestProtocol(hosts),
                new SftpProtocol(hosts, camel),
                new FtpProtocol(hosts),
                new S3Protocol(hosts),
                new KafkaProtocol(hosts),
                new MqttProtocol(hosts),
                new KameletProtocol(hosts, kamelets, inbox, settings.maxBytes()),
                new JdbcProtocol(hosts, drivers),
                new FrontEndProtocol(hosts, drivers),
                new CaptureProtocol(hosts, drivers),
                new DcatProtocol(hosts, local),
                new CkanProtocol(hosts),
                new DataJsonProtocol(hosts, local),
                new MobilityProtocol(local));
    }
}
