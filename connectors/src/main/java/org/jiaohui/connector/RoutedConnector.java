package org.jiaohui.connector;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Listing;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.trial.TestableConnector;
import org.jiaohui.exchange.source.trial.Trial;
import org.jspecify.annotations.Nullable;

/** Sends every fetch, whatever its protocol, down the one route and unwraps what comes back. */
class RoutedConnector implements TestableConnector, Listing {
    static final String TOTAL_TIMEOUT = "total-timeout";
    private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(10);
    private static final Duration LISTING_LIMIT = Duration.ofSeconds(30);

    private final Protocol protocol;
    private final ProducerTemplate route;
    private final long maxBytes;

    RoutedConnector(Protocol protocol, ProducerTemplate route, long maxBytes) {
        this.protocol = protocol;
        this.route = route;
        this.maxBytes = maxBytes;
    }

    @Override
    public final ConnectorDescription description() {
        return protocol.description();
    }

    final void check(SettingValues settings) {
        protocol.check(settings);
    }

    @Override
    public Delivery fetch(Source source, Optional<String> since, Path spool, RunProgress progress) {
        return send(protocol::fetch, source, since, spool, progress);
    }

    final Delivery send(
            Function<Fetch, Delivery> attempt,
            Source source,
            Optional<String> since,
            Path spool,
            RunProgress progress) {
        SettingValues settings = SettingValues.of(description(), source.settings());
        Duration limit = settings.find(TOTAL_TIMEOUT).isPresent() ? settings.duration(TOTAL_TIMEOUT) : DEFAULT_LIMIT;
        try (FetchWatch watch = new FetchWatch(progress, limit)) {
            Fetch fetch = new Fetch(source, settings, since, new Spool(spool, maxBytes), watch, attempt);
            try {
                return Objects.requireNonNull(route.requestBody(FetchRoute.START, fetch, Delivery.class));
            } catch (CamelExecutionException wrapped) {
                throw watch.ending().orElseGet(() -> trouble(wrapped.getCause()));
            }
        }
    }

    @Override
    public final boolean lists() {
        return protocol instanceof ListingProtocol;
    }

    @Override
    public final Optional<String> listing(Source source, RunProgress progress) {
        if (!(protocol instanceof ListingProtocol listing)) {
            throw SettingValues.wrong("连接器 " + description().type() + " 不能列出文件 / the connector \""
                    + description().type() + "\" cannot list files");
        }
        SettingValues settings = SettingValues.of(description(), source.settings());
        try (FetchWatch watch = new FetchWatch(progress, LISTING_LIMIT)) {
            Spool nothing = new Spool(Path.of("."), 0);
            try {
                return listing.listing(new Fetch(source, settings, Optional.empty(), nothing, watch, protocol::fetch));
            } catch (RuntimeException trouble) {
                throw watch.ending().<RuntimeException>map(ending -> ending).orElse(trouble);
            }
        }
    }

    @Override
    public final void test(Source source, Path spool, RunProgress progress, Trial trial) {
        SettingValues settings = SettingValues.of(description(), source.settings());
        try (FetchWatch watch = new FetchWatch(progress, DEFAULT_LIMIT)) {
            protocol.test(
                    new Fetch(source, settings, Optional.empty(), Spool.ofBeginnings(spool), watch, protocol::fetch),
                    trial);
        }
    }

    private static ExchangeException trouble(@Nullable Throwable cause) {
        return cause instanceof ExchangeException known
                ? known
                : new ExchangeException(ErrorCode.INTERNAL, "取数时出现内部错误 / a defect in a connector: " + cause, cause);
    }
}
