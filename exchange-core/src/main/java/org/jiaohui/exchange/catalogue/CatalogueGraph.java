package org.jiaohui.exchange.catalogue;

import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/** The catalogue as RDF: DCAT-AP descriptions and SPARQL over the entries whose description is for everybody. Media types: Turtle, JSON-LD, RDF/XML, N-Triples. */
public interface CatalogueGraph {
    /** The description of one entry that is for everybody, or empty when there is none. */
    default Optional<byte[]> describe(String id, String mediaType) {
        return describe(id, mediaType, Map.of());
    }

    /**
     * The same with a checksum at each distribution whose file is known.
     *
     * @param sha256 lower-case hex, by the last part of the file's address: {@code csv}, {@code original} …
     */
    Optional<byte[]> describe(String id, String mediaType, Map<String, String> sha256);

    /** The description of an entry as it is written now, also of one that the graph does not hold because it is not for everybody. */
    byte[] describe(CatalogueEntry entry, String mediaType, Map<String, String> sha256);

    /** One page of the whole catalogue with Hydra paging; pages count from 1. */
    byte[] catalogue(int page, int size, String mediaType);

    /**
     * Answers a SPARQL 1.1 query (no update, no SERVICE, no FROM outside the graph) within a time limit.
     *
     * @param accept the caller's Accept header; the chosen media type is told through {@code head} before the first byte
     * @throws org.jiaohui.exchange.fault.ExchangeException BAD_QUERY or QUERY_TIMED_OUT
     */
    void sparql(String query, String accept, AnswerHead head, OutputStream out);

    /** Learns the media type of the answer. */
    @FunctionalInterface
    interface AnswerHead {
        void mediaType(String mediaType);
    }
}
