package org.jiaohui.catalog.harvest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.sparql.vocabulary.FOAF;
import org.apache.jena.vocabulary.DCAT;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.SKOS;

/**
 * Everything that a graph says about one dataset: its own statements, those of its distributions, agents, places and catalogue
 * records, without blank nodes. A blank node becomes an IRI that follows from what is said about it, so the same
 * description gives the same text again.
 */
final class ForeignDataset {
    private static final int MOST_STATEMENTS = 20_000;
    private static final String SKOLEM = "urn:jiaohui:skolem:";
    private static final Set<Node> OTHERS = Set.of(
            DCAT.Dataset.asNode(),
            DCAT.Catalog.asNode(),
            DCAT.CatalogRecord.asNode(),
            NodeFactory.createURI("http://www.w3.org/ns/dcat#DatasetSeries"),
            SKOS.ConceptScheme.asNode());
    private static final Set<Node> NOT_FOLLOWED = Set.of(
            SKOS.narrower.asNode(), SKOS.hasTopConcept.asNode(), DCAT.servesDataset.asNode(), DCAT.dataset.asNode());

    private final Graph graph;
    private final Node dataset;
    private final Node iri;

    /** @param iri the dataset's IRI, also where the graph has a blank node */
    ForeignDataset(Graph graph, Node dataset, String iri) {
        this.graph = graph;
        this.dataset = dataset;
        this.iri = NodeFactory.createURI(iri);
    }

    /** Sorted N-Triples. */
    String nTriples() {
        TreeSet<String> lines = new TreeSet<>();
        for (Triple triple : statements()) {
            lines.add(NodeFmtLib.strNT(named(triple.getSubject())) + " "
                    + NodeFmtLib.strNT(named(triple.getPredicate())) + " "
                    + NodeFmtLib.strNT(named(triple.getObject())) + " .\n");
        }
        return String.join("", lines);
    }

    private Set<Triple> statements() {
        Set<Triple> statements = new HashSet<>();
        Set<Node> seen = new HashSet<>();
        Deque<Node> waiting = new ArrayDeque<>();
        waiting.add(dataset);
        graph.find(Node.ANY, FOAF.primaryTopic.asNode(), dataset)
                .forEachRemaining(triple -> waiting.add(triple.getSubject()));
        while (!waiting.isEmpty() && statements.size() < MOST_STATEMENTS) {
            Node subject = waiting.poll();
            if (!seen.add(subject)) {
                continue;
            }
            List<Triple> own = graph.find(subject, Node.ANY, Node.ANY).toList();
            for (Triple triple : own) {
                statements.add(triple);
                if (isPartOfDescription(triple)) {
                    waiting.add(triple.getObject());
                }
            }
        }
        return statements;
    }

    private boolean isPartOfDescription(Triple triple) {
        Node object = triple.getObject();
        if (object.isBlank()) {
            return !isOther(object);
        }
        return object.isURI()
                && !NOT_FOLLOWED.contains(triple.getPredicate())
                && !triple.getPredicate().equals(RDF.type.asNode())
                && !isOther(object);
    }

    private boolean isOther(Node node) {
        return OTHERS.stream().anyMatch(type -> graph.contains(node, RDF.type.asNode(), type));
    }

    private Node named(Node node) {
        if (node.equals(dataset)) {
            return iri;
        }
        return node.isBlank()
                ? NodeFactory.createURI(SKOLEM
                        + sha256(iri.getURI() + content(node, new HashSet<>())).substring(0, 32))
                : node;
    }

    private String content(Node blank, Set<Node> above) {
        if (!above.add(blank) || above.size() > 8) {
            return "…";
        }
        TreeSet<String> lines = new TreeSet<>();
        graph.find(blank, Node.ANY, Node.ANY).forEachRemaining(triple -> {
            Node object = triple.getObject();
            lines.add(NodeFmtLib.strNT(triple.getPredicate()) + " "
                    + (object.isBlank() ? content(object, above) : NodeFmtLib.strNT(object)));
        });
        above.remove(blank);
        return lines.toString();
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
