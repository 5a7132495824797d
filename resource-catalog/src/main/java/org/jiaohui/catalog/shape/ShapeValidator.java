package org.jiaohui.catalog.shape;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.RiotException;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.Shapes;
import org.apache.jena.shacl.ValidationReport;
import org.apache.jena.shacl.parser.ShaclParseException;
import org.apache.jena.shacl.validation.ReportEntry;
import org.apache.jena.vocabulary.OWL;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** Holds descriptions against SHACL shapes: our own for DCAT-AP 3.0.1, and every {@code *.ttl} of an operator's folder. */
public final class ShapeValidator {
    private static final String OURS = "/shapes/dcat-ap-3.0.1.ttl";

    private static final Node SH_MESSAGE = NodeFactory.createURI("http://www.w3.org/ns/shacl#message");

    private final Shapes shapes;

    /**
     * @param folder further shape files; imports named in them are not followed
     * @throws ExchangeException SETTINGS_WRONG when a shape file cannot be read
     */
    public ShapeValidator(Optional<Path> folder) {
        Model all = ModelFactory.createDefaultModel();
        try (InputStream in = Objects.requireNonNull(ShapeValidator.class.getResourceAsStream(OURS))) {
            RDFParser.create().source(in).lang(Lang.TURTLE).parse(all);
            for (Path file : folder.isPresent() ? files(folder.get()) : List.<Path>of()) {
                add(all, file);
            }
        } catch (IOException e) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG, "校验规则文件无法读取 / the shape files cannot be read: " + e.getMessage(), e);
        }
        all.removeAll(null, OWL.imports, null);
        try {
            shapes = Shapes.parse(all);
        } catch (ShaclParseException e) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG, "校验规则有误 / the shapes are not valid SHACL: " + e.getMessage(), e);
        }
    }

    /**
     * One broken rule.
     *
     * @param focus the resource that breaks it
     * @param path the property, empty when the rule is about the resource as a whole
     * @param severity {@code Violation}, {@code Warning} or {@code Info}
     */
    public record Violation(String focus, String path, String severity, String message, String messageEn) {}

    /** Every broken rule, in no particular order. */
    public List<Violation> validate(Model data) {
        ValidationReport report = ShaclValidator.get().validate(shapes, data.getGraph());
        return report.getEntries().stream()
                .map(entry -> new Violation(
                        String.valueOf(entry.focusNode()),
                        entry.resultPath() == null ? "" : entry.resultPath().toString(),
                        entry.severity().level().getLocalName(),
                        message(entry, "zh"),
                        message(entry, "en")))
                .toList();
    }

    /** The shape's own message in a language, or the one that the validator chose. */
    private String message(ReportEntry entry, String language) {
        return entry.source() == null
                ? String.valueOf(entry.message())
                : shapes.getGraph()
                        .find(entry.source(), SH_MESSAGE, Node.ANY)
                        .mapWith(Triple::getObject)
                        .filterKeep(message -> message.isLiteral()
                                && message.getLiteralLanguage().startsWith(language))
                        .mapWith(Node::getLiteralLexicalForm)
                        .nextOptional()
                        .orElseGet(() -> String.valueOf(entry.message()));
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".ttl"))
                    .sorted()
                    .toList();
        }
    }

    private static void add(Model all, Path file) {
        try {
            RDFParser.create().source(file).lang(Lang.TURTLE).parse(all);
        } catch (RiotException e) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG, "校验规则文件有误 / the shape file " + file + " is broken: " + e.getMessage(), e);
        }
    }
}
