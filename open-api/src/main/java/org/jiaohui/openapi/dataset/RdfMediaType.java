package org.jiaohui.openapi.dataset;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeType;

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

    /** The syntax named by {@code format}, or the one that Accept prefers to JSON and HTML; empty when JSON is wanted. */
    public static Optional<String> wanted(Optional<String> format, String accept) {
        if (format.isPresent() && !format.get().equals("json")) {
            return Optional.of(Optional.ofNullable(SHORT.get(format.get()))
                    .orElseThrow(() -> new ExchangeException(
                            ErrorCode.NOT_ACCEPTABLE,
                            "没有格式 \"" + format.get() + "\" / no such format; use turtle, jsonld, rdfxml, nt or json")));
        }
        List<MediaType> accepted = MediaType.parseMediaTypes(accept);
        return accepted.stream()
                .sorted(Comparator.comparingDouble(MediaType::getQualityValue).reversed())
                .findFirst()
                .flatMap(best -> OFFERED.stream()
                        .filter(offered -> !best.isWildcardType()
                                && !best.isWildcardSubtype()
                                && best.equalsTypeAndSubtype(MimeType.valueOf(offered)))
                        .findFirst());
    }
}
