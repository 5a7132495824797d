package org.jiaohui.catalog.shape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.jiaohui.catalog.rdf.DcatWriter;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.DescriptionRules;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.Finding;
import org.jspecify.annotations.Nullable;

/** The SHACL shapes as rules of descriptions. The operator's folder is read again when a file in it has changed. */
public final class ShapeRules implements DescriptionRules {
    private static final String RULE = "shape";
    private static final int AT_ONCE = 200;
    private static final int MOST_SAMPLES = 10;
    private static final String INFO = "Info";

    private final DcatWriter writer;
    private final Path folder;
    private @Nullable Loaded loaded;

    /** What stands in the folder, and the shapes or the reason why there are none. */
    private record Loaded(Map<String, String> listing, ShapeValidator validator, Optional<String> trouble) {}

    /** @param folder the operator's shapes; may be absent */
    public ShapeRules(DcatWriter writer, Path folder) {
        this.writer = writer;
        this.folder = folder;
    }

    @Override
    public List<Finding> check(List<CatalogueEntry> entries) {
        if (entries.isEmpty()) {
            return List.of();
        }
        Loaded shapes = load();
        Map<String, List<ShapeValidator.Violation>> broken = new LinkedHashMap<>();
        for (int from = 0; from < entries.size(); from += AT_ONCE) {
            Model model = ModelFactory.createDefaultModel();
            entries.subList(from, Math.min(entries.size(), from + AT_ONCE))
                    .forEach(entry -> model.add(writer.describe(entry)));
            shapes.validator().validate(model).stream()
                    .filter(violation -> !violation.severity().equals(INFO))
                    .forEach(violation -> broken.computeIfAbsent(
                                    violation.path() + "\n" + violation.message(), key -> new ArrayList<>())
                            .add(violation));
        }
        List<Finding> findings = new ArrayList<>();
        shapes.trouble().ifPresent(trouble -> findings.add(warning("", 1, trouble, trouble, List.of())));
        broken.values().forEach(same -> findings.add(finding(same)));
        return findings;
    }

    private static Finding finding(List<ShapeValidator.Violation> same) {
        ShapeValidator.Violation first = same.getFirst();
        return warning(
                first.path(),
                same.size(),
                first.message(),
                first.messageEn(),
                same.stream()
                        .limit(MOST_SAMPLES)
                        .map(violation -> new Finding.Sample(0, violation.focus(), violation.path()))
                        .toList());
    }

    private static Finding warning(
            String path, long count, String message, String messageEn, List<Finding.Sample> samples) {
        return new Finding(RULE, Finding.Severity.WARNING, path, count, message, messageEn, samples);
    }

    private synchronized Loaded load() {
        Map<String, String> listing = listing();
        Loaded known = loaded;
        if (known == null || !known.listing().equals(listing)) {
            known = read(listing);
            loaded = known;
        }
        return known;
    }

    private Loaded read(Map<String, String> listing) {
        try {
            return new Loaded(listing, new ShapeValidator(Optional.of(folder)), Optional.empty());
        } catch (ExchangeException broken) {
            return new Loaded(listing, new ShapeValidator(Optional.empty()), Optional.of(broken.getMessage()));
        }
    }

    /** Name to time and size. */
    private Map<String, String> listing() {
        Map<String, String> listing = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    listing.put(
                            file.getFileName().toString(), Files.getLastModifiedTime(file) + " " + Files.size(file));
                }
            } catch (IOException unreadable) {
                listing.put("", unreadable.toString());
            }
        }
        return listing;
    }
}
