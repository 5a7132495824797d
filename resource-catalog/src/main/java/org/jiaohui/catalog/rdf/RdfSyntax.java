package org.jiaohui.catalog.rdf;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFFormat;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** Choosing a media type, and writing RDF in it. */
final class RdfSyntax {
    static final Map<String, RDFFormat> FORMATS = Map.of(
            "text/turtle",
            RDFFormat.TURTLE_PRETTY,
            "application/ld+json",
            RDFFormat.JSONLD11_PRETTY,
            "application/rdf+xml",
            RDFFormat.RDFXML_PLAIN,
            "application/n-triples",
            RDFFormat.NTRIPLES_UTF8);
    static final List<String> GRAPH_TYPES =
            List.of("text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples");

    private RdfSyntax() {}

    static byte[] write(Model model, String mediaType) {
        RDFFormat format = FORMATS.get(mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
        if (format == null) {
            throw notAcceptable(mediaType, GRAPH_TYPES);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RDFDataMgr.write(out, model, format);
        return out.toByteArray();
    }

    /** The offered type that an Accept header likes best; the first one when it likes anything. */
    static String choose(String accept, List<String> offered) {
        if (accept.isBlank()) {
            return offered.getFirst();
        }
        String best = "";
        double bestWeight = 0;
        for (String range : accept.split(",", -1)) {
            String[] parts = range.strip().toLowerCase(Locale.ROOT).split(";", -1);
            double weight = weight(parts);
            String found = match(parts[0].strip(), offered);
            if (!found.isEmpty() && weight > bestWeight) {
                best = found;
                bestWeight = weight;
            }
        }
        if (best.isEmpty()) {
            throw notAcceptable(accept, offered);
        }
        return best;
    }

    private static String match(String range, List<String> offered) {
        if (range.equals("*/*")) {
            return offered.getFirst();
        }
        if (range.endsWith("/*")) {
            String type = range.substring(0, range.length() - 1);
            return offered.stream().filter(o -> o.startsWith(type)).findFirst().orElse("");
        }
        return offered.contains(range) ? range : "";
    }

    private static double weight(String[] parts) {
        return Arrays.stream(parts)
                .map(String::strip)
                .filter(part -> part.matches("q=[01](\\.[0-9]{0,3})?"))
                .mapToDouble(part -> Double.parseDouble(part.substring(2)))
                .findFirst()
                .orElse(1);
    }

    private static ExchangeException notAcceptable(String asked, List<String> offered) {
        return new ExchangeException(
                ErrorCode.NOT_ACCEPTABLE,
                "不支持的媒体类型 / \"" + asked + "\" is not offered; offered: " + String.join(", ", offered));
    }
}
