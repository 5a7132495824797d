package org.jiaohui.catalog.rdf;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.GraphUtil;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.vocabulary.FOAF;
import org.apache.jena.tdb2.DatabaseMgr;
import org.apache.jena.tdb2.TDB2Factory;
import org.apache.jena.vocabulary.DCAT;
import org.apache.jena.vocabulary.DCTerms;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.CatalogueGraph;
import org.jiaohui.exchange.catalogue.CatalogueLog.LogEntry;
import org.jiaohui.exchange.catalogue.Projection;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/**
 * The catalogue graph: follows the catalogue log into a TDB2 folder, one named graph per entry whose description is for everybody. What is not never
 * enters it. The position lies in the default graph and changes in the same transaction as the entries: exactly once.
 */
public final class JenaCatalogue implements Projection, CatalogueGraph, AutoCloseable {
    private static final String GRAPH = "urn:jiaohui:entry:";
    private static final Node LOG = NodeFactory.createURI("urn:jiaohui:catalogue-log");
    private static final Node POSITION = NodeFactory.createURI(Vocabulary.TIR + "position");
    private static final Node DATASET = NodeFactory.createURI(Vocabulary.TIR + "dataset");
    private static final Node SHAPE = NodeFactory.createURI(Vocabulary.TIR + "shape");

    /** Another one with every change of what is written of an entry: a graph of an older shape is made again from the log. */
    private static final Node CURRENT = NodeFactory.createLiteralString("2");

    private final Dataset dataset;
    private final DcatWriter writer;
    private final String publisher;
    private final SparqlAnswers answers;
    /** Dataset IRI by entry id, in the order in which pages show them. */
    private final ConcurrentSkipListMap<String, String> entries = new ConcurrentSkipListMap<>();

    /**
     * @param folder where TDB2 lies; one process at a time
     * @param writer writes the entries' descriptions
     * @param publisher name of the organization that runs this hub
     */
    public JenaCatalogue(Path folder, DcatWriter writer, String publisher) {
        this.writer = writer;
        this.publisher = publisher;
        try {
            Files.createDirectories(folder);
            this.dataset = TDB2Factory.connectDataset(folder.toString());
        } catch (IOException | RuntimeException e) {
            throw new ExchangeException(
                    ErrorCode.GRAPH_UNAVAILABLE,
                    "目录图无法打开 / the catalogue graph cannot be opened in " + folder + ": " + e.getMessage(),
                    e);
        }
        this.answers = new SparqlAnswers(dataset, Duration.ofSeconds(10));
        if (!read(() -> dataset.asDatasetGraph().getDefaultGraph().contains(LOG, SHAPE, CURRENT))) {
            reset();
        }
        read(() -> {
            dataset.asDatasetGraph()
                    .getDefaultGraph()
                    .find(Node.ANY, DATASET, Node.ANY)
                    .forEachRemaining(triple -> entries.put(
                            id(triple.getSubject()), triple.getObject().getURI()));
            return entries;
        });
    }

    @Override
    public String name() {
        return "graph";
    }

    @Override
    public long position() {
        return read(() -> {
            Graph meta = dataset.asDatasetGraph().getDefaultGraph();
            return meta
                    .find(LOG, POSITION, Node.ANY)
                    .mapWith(triple -> Long.parseLong(triple.getObject().getLiteralLexicalForm()))
                    .toList()
                    .stream()
                    .findFirst()
                    .orElse(0L);
        });
    }

    @Override
    public void apply(List<LogEntry> changes) {
        if (changes.isEmpty()) {
            return;
        }
        List<Runnable> afterwards = new ArrayList<>();
        write(() -> {
            DatasetGraph store = dataset.asDatasetGraph();
            for (LogEntry change : changes) {
                apply(store, change.change(), afterwards);
            }
            Graph meta = store.getDefaultGraph();
            meta.add(LOG, SHAPE, CURRENT);
            meta.remove(LOG, POSITION, Node.ANY);
            meta.add(
                    LOG,
                    POSITION,
                    NodeFactory.createLiteralString(
                            Long.toString(changes.getLast().sequence())));
        });
        afterwards.forEach(Runnable::run);
    }

    @Override
    public void reset() {
        write(() -> dataset.asDatasetGraph().clear());
        entries.clear();
    }

    /** Gives back the disk space of old transactions; readers go on. */
    public void compact() {
        DatabaseMgr.compact(dataset.asDatasetGraph(), true);
    }

    @Override
    public Optional<byte[]> describe(String id, String mediaType, Map<String, String> sha256) {
        if (!entries.containsKey(id)) {
            return Optional.empty();
        }
        Model model = read(() -> copy(id));
        writer.checksums(model, id, sha256);
        return Optional.of(RdfSyntax.write(model, mediaType));
    }

    @Override
    public byte[] describe(CatalogueEntry entry, String mediaType, Map<String, String> sha256) {
        Model model = writer.describe(entry);
        writer.checksums(model, entry.id(), sha256);
        return RdfSyntax.write(model, mediaType);
    }

    @Override
    public byte[] catalogue(int page, int size, String mediaType) {
        if (page < 1 || size < 1 || size > 1000) {
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST,
                    "页码从 1 起，每页 1–1000 条 / pages count from 1 and hold 1-1000 entries, got page " + page + " of size "
                            + size);
        }
        List<String> ids = entries.keySet().stream()
                .skip((long) (page - 1) * size)
                .limit(size)
                .toList();
        Model model = Vocabulary.withPrefixes(ModelFactory.createDefaultModel());
        Resource catalogue = head(model);
        read(() -> {
            for (String id : ids) {
                model.add(copy(id));
                catalogue.addProperty(DCAT.dataset, model.createResource(entries.getOrDefault(id, writer.record(id))));
                catalogue.addProperty(DCAT.record, model.createResource(writer.record(id)));
            }
            return model;
        });
        paging(model, catalogue, page, size);
        return RdfSyntax.write(model, mediaType);
    }

    @Override
    public void sparql(String query, String accept, AnswerHead head, OutputStream out) {
        answers.answer(query, accept, head, out);
    }

    @Override
    public void close() {
        dataset.close();
    }

    private void apply(DatasetGraph store, CatalogueChange change, List<Runnable> afterwards) {
        Node name = NodeFactory.createURI(GRAPH + change.id());
        if (change instanceof CatalogueChange.Put put && put.entry().listed()) {
            CatalogueEntry entry = put.entry().toOutsiders();
            String iri = writer.dataset(entry);
            replace(store.getGraph(name), writer.describe(entry).getGraph());
            Triple dataset = Triple.create(name, DATASET, NodeFactory.createURI(iri));
            if (!store.getDefaultGraph().contains(dataset)) {
                store.getDefaultGraph().remove(name, DATASET, Node.ANY);
                store.getDefaultGraph().add(dataset);
            }
            afterwards.add(() -> entries.put(entry.id(), iri));
        } else {
            store.removeGraph(name);
            store.getDefaultGraph().remove(name, DATASET, Node.ANY);
            afterwards.add(() -> entries.remove(change.id()));
        }
    }

    /** A new version repeats most of what its entry said: only the triples that differ are written, each of which costs an entry in every index. */
    private static void replace(Graph stored, Graph next) {
        stored.find().filterDrop(next::contains).toList().forEach(stored::delete);
        // Asked only now: a number that is stored in its shortest form may be one that has just gone.
        next.find().filterDrop(stored::contains).forEach(stored::add);
    }

    private Model copy(String id) {
        Model model = Vocabulary.withPrefixes(ModelFactory.createDefaultModel());
        GraphUtil.addInto(model.getGraph(), dataset.asDatasetGraph().getGraph(NodeFactory.createURI(GRAPH + id)));
        return model;
    }

    private Resource head(Model model) {
        Resource agent = model.createResource(writer.catalogue() + "#publisher", FOAF.Agent)
                .addProperty(FOAF.name, publisher, "zh");
        return model.createResource(writer.catalogue(), DCAT.Catalog)
                .addProperty(DCTerms.title, "交通运输数据资源目录", "zh")
                .addProperty(DCTerms.title, "Catalogue of transport data", "en")
                .addProperty(DCTerms.description, "本节点向社会开放的交通运输数据资源", "zh")
                .addProperty(DCTerms.description, "Open transport data of this node", "en")
                .addProperty(DCTerms.language, Vocabulary.authority("language", "ZHO"))
                .addProperty(DCTerms.publisher, agent);
    }

    private void paging(Model model, Resource catalogue, int page, int size) {
        int pages = Math.max(1, (entries.size() + size - 1) / size);
        Resource view = model.createResource(
                pageAddress(page, size), model.createResource(Vocabulary.HYDRA + "PartialCollectionView"));
        model.createResource(catalogue.getURI(), model.createResource(Vocabulary.HYDRA + "Collection"))
                .addLiteral(hydra("totalItems"), (long) entries.size())
                .addProperty(hydra("view"), view);
        view.addProperty(hydra("first"), model.createResource(pageAddress(1, size)));
        view.addProperty(hydra("last"), model.createResource(pageAddress(pages, size)));
        if (page > 1) {
            view.addProperty(hydra("previous"), model.createResource(pageAddress(page - 1, size)));
        }
        if (page < pages) {
            view.addProperty(hydra("next"), model.createResource(pageAddress(page + 1, size)));
        }
    }

    private String pageAddress(int page, int size) {
        return writer.catalogue() + "?page=" + page + "&size=" + size;
    }

    private static org.apache.jena.rdf.model.Property hydra(String name) {
        return Vocabulary.property(Vocabulary.HYDRA, name);
    }

    private static String id(Node graph) {
        return graph.getURI().substring(GRAPH.length());
    }

    private <T> T read(Supplier<T> work) {
        dataset.begin(ReadWrite.READ);
        try {
            return work.get();
        } finally {
            dataset.end();
        }
    }

    private void write(Runnable work) {
        dataset.begin(ReadWrite.WRITE);
        try {
            work.run();
            dataset.commit();
        } finally {
            dataset.end();
        }
    }
}
