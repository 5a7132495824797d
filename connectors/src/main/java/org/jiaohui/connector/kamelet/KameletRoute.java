package org.jiaohui.connector.kamelet;

import java.io.IOException;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.DefaultErrorHandlerBuilder;
import org.apache.camel.component.file.remote.RemoteFileEndpoint;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ProcessorEndpoint;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;

/**
 * The route of one Kamelet in a Camel of its own. What reaches {@code kamelet:sink} is given away before its exchange completes; what goes wrong is kept.
 * Closing takes the route, its threads and its connections away.
 */
final class KameletRoute implements AutoCloseable {
    private static final int GRACE_SECONDS = 2;
    private static final int LONGEST_CLOSING_SECONDS = 3;

    private final PropertyValues values;
    private final Consumer<Message> taker;
    private final URLClassLoader classes;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private volatile boolean listening = true;
    private volatile boolean open = true;
    private volatile @Nullable Throwable trouble;

    private KameletRoute(PropertyValues values, Kamelets kamelets, Consumer<Message> taker) {
        this.values = values;
        this.taker = taker;
        classes = kamelets.classes();
    }

    /** @param taker lays one message down; may throw to have the source keep it */
    static KameletRoute start(PropertyValues values, Kamelets kamelets, AllowedHosts hosts, Consumer<Message> taker) {
        KameletRoute route = new KameletRoute(values, kamelets, taker);
        try {
            KameletTrouble.checkDependencies(values.kamelet(), route.classes, route.camel.getVersion());
            route.begin(hosts);
            return route;
        } catch (ExchangeException known) {
            route.close();
            throw known;
        } catch (Exception | LinkageError failed) {
            route.close();
            throw KameletTrouble.of(values, failed, route.camel.getVersion());
        }
    }

    private void begin(AllowedHosts hosts) throws Exception {
        camel.setApplicationContextClassLoader(classes);
        camel.getShutdownStrategy().setTimeout(GRACE_SECONDS);
        camel.getShutdownStrategy().setTimeUnit(TimeUnit.SECONDS);
        camel.getShutdownStrategy().setShutdownNowOnTimeout(true);
        camel.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        // What fails is told by this hub, once; Camel keeps still about it.
        camel.getCamelContextExtension()
                .setErrorHandlerFactory(
                        new DefaultErrorHandlerBuilder().logExhausted(false).logNewException(false));
        camel.addComponent("kamelet", new Sink());
        camel.getManagementStrategy().addEventNotifier(new Failures());
        camel.addLifecycleStrategy(new Endpoints());
        RouteText.Written route = RouteText.of(values, hosts, this::options);
        route.named().forEach(camel.getRegistry()::bind);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.fromString(values.kamelet().name() + ".yaml", route.document()));
        camel.start();
    }

    private Set<String> options(String scheme) {
        EndpointUriFactory factory = camel.getCamelContextExtension().getEndpointUriFactory(scheme);
        return factory == null ? Set.of() : factory.propertyNames();
    }

    /** What went wrong first. */
    Optional<ExchangeException> trouble() {
        return Optional.ofNullable(trouble).map(each -> KameletTrouble.of(values, each, camel.getVersion()));
    }

    /** Asks the source for no more, and gives away what is on its way. */
    void drain() {
        listening = false;
        stop();
        open = false;
    }

    @Override
    public void close() {
        listening = false;
        open = false;
        stop();
        try {
            classes.close();
        } catch (IOException gone) {
            failed(gone);
        }
    }

    private void stop() {
        try {
            Thread stopping = Thread.ofVirtual().name("kamelet-stop").start(camel::stop);
            if (!stopping.join(Duration.ofSeconds(LONGEST_CLOSING_SECONDS))) {
                open = false; // A component that does not end goes on by itself; nothing more is taken from it.
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(Throwable cause) {
        if (listening && trouble == null) {
            trouble = cause;
        }
    }

    private final class Sink extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            if (!remaining.equals("sink")) {
                throw new IllegalArgumentException("a Kamelet in a Kamelet: " + uri);
            }
            return new ProcessorEndpoint(uri, this, KameletRoute.this::take);
        }
    }

    /** One at a time, whichever thread brings it. */
    private synchronized void take(Exchange exchange) {
        if (!open) {
            throw new RejectedExecutionException("the run has ended");
        }
        taker.accept(exchange.getMessage());
    }

    private final class Failures extends SimpleEventNotifierSupport {
        @Override
        public void notify(CamelEvent event) {
            if (event instanceof CamelEvent.ExchangeFailedEvent failed) {
                Exception cause = failed.getExchange().getException();
                failed(cause == null ? new IllegalStateException("an exchange failed") : cause);
            }
        }
    }

    private final class Endpoints extends LifecycleStrategySupport implements ExceptionHandler {
        /** Consumers tell their trouble instead of logging it, and never tell a source too early that it may forget. */
        @Override
        public void onEndpointAdd(Endpoint endpoint) {
            if (endpoint instanceof DefaultEndpoint known) {
                known.setExceptionHandler(this);
            }
            switch (endpoint) {
                case RemoteFileEndpoint<?> files -> files.getConfiguration().setThrowExceptionOnConnectFailed(true);
                case KafkaEndpoint kafka -> {
                    // Kafka's clients commit what they polled, not what was taken: one record a poll makes that the
                    // same.
                    kafka.getConfiguration().setMaxPollRecords(1);
                    kafka.getConfiguration().setBreakOnFirstError(true);
                }
                default -> {}
            }
        }

        @Override
        public void handleException(Throwable cause) {
            failed(cause);
        }

        @Override
        public void handleException(@Nullable String message, Throwable cause) {
            failed(cause);
        }

        @Override
        public void handleException(@Nullable String message, @Nullable Exchange exchange, Throwable cause) {
            failed(cause);
        }
    }
}
