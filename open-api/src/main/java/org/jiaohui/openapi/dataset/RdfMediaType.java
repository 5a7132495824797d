package org.jiaohui.openapi.dataset;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.springframework.http.MediaType;

/** Which RDF syntax a caller wants, if any. */
public final class RdfMediaType {
    private static final List<String> OFFERED =
            List.of("text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples");
    private static final Map<String, String> SHORT = Map.of(
            "turtle",
            "text/turtle",
            "jsonld",
            "application/ld+json",
            "rdfxml",
            "application/rdf+xml",
            "nt",
            "application/n-triples");

    private RdfMediaType() {}

    /**
     * The syntax named by {@code format}, or the one that Accept prefers to JSON; empty when JSON is wanted.
     *
     * @throws ExchangeException NOT_ACCEPTABLE
     */
    static Optional<String> wanted(Optional<String> format, String accept) {
        if (format.isPresent()) {
            return format.filter(name -> !name.equals("json"))
                    .map(name -> named(name, "turtle, jsonld, rdfxml, nt or json"));
        }
        String best = AcceptedType.of(
                accept,
                Stream.concat(Stream.of(MediaType.APPLICATION_JSON_VALUE), OFFERED.stream())
                        .toList());
        return Optional.of(best).filter(OFFERED::contains);
    }

    /**
     * The same where there is no JSON: Turtle unless another is wanted.
     *
     * @throws ExchangeException NOT_ACCEPTABLE
     */
    public static String of(Optional<String> format, String accept) {
        return format.map(name -> named(name, "turtle, jsonld, rdfxml or nt"))
                .orElseGet(() -> AcceptedType.of(accept, OFFERED));
    }

    private static String named(String format, String names) {
        return Optional.ofNullable(SHORT.get(format))
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.NOT_ACCEPTABLE, "没有格式 \"" + format + "\" / no such format; use " + names));
    }
}
