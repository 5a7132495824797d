package org.jiaohui.connector;

import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** The only place where a fetch is tried again: after a broken or refused connection, with growing pauses. */
final class FetchErrors extends RouteConfigurationBuilder {
    static final String ID = "fetching";

    private final int retries;
    private final long delayMillis;

    FetchErrors(int retries, long delayMillis) {
        this.retries = retries;
        this.delayMillis = delayMillis;
    }

    @Override
    public void configuration() {
        routeConfiguration(ID)
                .onException(ExchangeException.class)
                .onWhen(FetchErrors::mayPass)
                .maximumRedeliveries(retries)
                .redeliveryDelay(delayMillis)
                .useExponentialBackOff()
                .backOffMultiplier(2)
                .maximumRedeliveryDelay(30_000)
                .retryAttemptedLogLevel(LoggingLevel.WARN)
                .logStackTrace(false)
                .logExhausted(false)
                .end()
                .onException(Exception.class)
                .maximumRedeliveries(0)
                .logExhausted(false)
                .logStackTrace(false);
    }

    private static boolean mayPass(Exchange exchange) {
        ExchangeException trouble = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, ExchangeException.class);
        return trouble != null
                && (trouble.code() == ErrorCode.SOURCE_INTERRUPTED || trouble.code() == ErrorCode.SOURCE_UNREACHABLE)
                && exchange.getMessage().getBody() instanceof Fetch fetch
                && fetch.watch().ending().isEmpty();
    }
}
