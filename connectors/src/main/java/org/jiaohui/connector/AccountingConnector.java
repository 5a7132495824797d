package org.jiaohui.connector;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.ProducerTemplate;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.account.AcknowledgedConnector;
import org.jiaohui.exchange.source.account.Acknowledgement;
import org.jiaohui.exchange.source.account.Claim;

/** The one route for protocols whose sources keep account. */
final class AccountingConnector extends RoutedConnector implements AcknowledgedConnector {
    private final AcknowledgedProtocol protocol;

    AccountingConnector(AcknowledgedProtocol protocol, ProducerTemplate route, long maxBytes) {
        super(protocol, route, maxBytes);
        this.protocol = protocol;
    }

    @Override
    public Delivery fetch(Claim claim, Source source, Optional<String> since, Path spool, RunProgress progress) {
        return send(fetch -> protocol.fetch(fetch, claim), source, since, spool, progress);
    }

    @Override
    public void acknowledge(Source source, Acknowledgement acknowledgement) {
        protocol.acknowledge(source, SettingValues.of(description(), source.settings()), acknowledgement);
    }

    @Override
    public void release(Source source) {
        protocol.release(source, SettingValues.of(description(), source.settings()));
    }
}
