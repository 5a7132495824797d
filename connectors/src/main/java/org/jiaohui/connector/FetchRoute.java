package org.jiaohui.connector;

import org.apache.camel.builder.RouteBuilder;

/** The one route shape: a {@link Fetch} goes in, a delivery comes out. */
final class FetchRoute extends RouteBuilder {
    static final String START = "direct:fetch";

    @Override
    public void configure() {
        from(START)
                .routeId("fetch")
                .routeConfigurationId(FetchErrors.ID)
                .transform()
                .body(Fetch.class, Fetch::attempt);
    }
}
