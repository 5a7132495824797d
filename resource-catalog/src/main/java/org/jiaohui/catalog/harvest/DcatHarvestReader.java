package org.jiaohui.catalog.harvest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.vocabulary.DCAT;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDF;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.HarvestReader;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SpooledFile;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads descriptions in RDF (Turtle, RDF/XML, JSON-LD, N-Triples) and in the JSON of CKAN, data.json and mobility-database. */
public final class DcatHarvestReader implements HarvestReader {
    private static final long LARGEST_FILE = 200L << 20;
    private static final long LARGEST_UNPACKED = 500L << 20;
    /** All entries of a harvest are in memory until they are written down. */
    private static final long LARGEST_HARVEST = Runtime.getRuntime().maxMemory() / 6;

    private final JsonMapper json = JsonMapper.builder().build();

    @Override
    public Harvest read(Source source, Delivery.Descriptions descriptions) {
        Reading reading = new Reading(source, descriptions.base());
        descriptions.files().forEach(DcatHarvestReader::checkSize);
        if (descriptions.format() == Delivery.CatalogueFormat.RDF) {
            reading.rdf(descriptions.files());
        } else {
            for (SpooledFile file : descriptions.files()) {
                documents(descriptions.format(), file, document -> reading.document(descriptions.format(), document));
            }
        }
        return new Harvest(reading.read, reading.finds.refused(), reading.entries, reading.finds.list());
    }

    private static void checkSize(SpooledFile file) {
        if (file.bytes() > LARGEST_FILE) {
            throw new ExchangeException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "目录文件过大 / " + file.name() + " has " + file.bytes() + " bytes, at most " + LARGEST_FILE
                            + " are read");
        }
    }

    private void documents(
            Delivery.CatalogueFormat format, SpooledFile file, java.util.function.Consumer<JsonNode> each) {
        try (InputStream in = Files.newInputStream(file.path())) {
            if (file.name().toLowerCase(Locale.ROOT).endsWith(".zip")) {
                zipped(file, in, each);
            } else if (format == Delivery.CatalogueFormat.DATA_JSON) {
                dataJson(in, file.name(), each);
            } else {
                values(in, file.name(), each);
            }
        } catch (IOException e) {
            throw broken(file.name(), String.valueOf(e.getMessage()), e);
        }
    }

    private void zipped(SpooledFile file, InputStream in, java.util.function.Consumer<JsonNode> each)
            throws IOException {
        ZipInputStream zip = new ZipInputStream(in);
        InputStream bounded = new FilterInputStream(zip) {
            private long left = LARGEST_UNPACKED;

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int n = super.read(bytes, offset, length);
                left -= Math.max(n, 0);
                if (left < 0) {
                    throw new ExchangeException(
                            ErrorCode.ARCHIVE_UNSAFE,
                            "压缩包展开后过大 / " + file.name() + " unpacks to more than " + LARGEST_UNPACKED + " bytes");
                }
                return n;
            }

            @Override
            public void close() {
                // the parser must not close the archive after its first member
            }
        };
        for (ZipEntry member = zip.getNextEntry(); member != null; member = zip.getNextEntry()) {
            if (!member.isDirectory() && member.getName().endsWith(".json")) {
                values(bounded, file.name() + "!" + member.getName(), each);
            }
        }
    }

    /** The datasets of a data.json one after the other, so that only one is in memory; a document that is itself a dataset as a whole. */
    private void dataJson(InputStream in, String name, java.util.function.Consumer<JsonNode> each) {
        try (JsonParser parser = json.createParser(in)) {
            ObjectNode rest = json.createObjectNode();
            boolean listed = false;
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String field = parser.currentName();
                    if (parser.nextToken() == JsonToken.START_ARRAY && field.equals("dataset")) {
                        listed = true;
                        while (parser.nextToken() != JsonToken.END_ARRAY) {
                            each.accept(parser.<JsonNode>readValueAsTree());
                        }
                    } else if (listed) {
                        parser.skipChildren();
                    } else {
                        rest.set(field, parser.<JsonNode>readValueAsTree());
                    }
                }
            }
            if (!listed && !rest.has("identifier") && !rest.has("title")) {
                throw new ExchangeException(
                        ErrorCode.CATALOGUE_BROKEN, "文件中没有 dataset 列表 / " + name + " has no \"dataset\" list");
            }
            if (!listed) {
                each.accept(rest);
            }
        } catch (JacksonException e) {
            throw broken(name, e);
        }
    }

    private void values(InputStream in, String name, java.util.function.Consumer<JsonNode> each) {
        try (MappingIterator<JsonNode> values = json.readerFor(JsonNode.class).readValues(in)) {
            while (values.hasNextValue()) {
                each.accept(values.nextValue());
            }
        } catch (JacksonException e) {
            throw broken(name, e);
        }
    }

    private static ExchangeException broken(String name, JacksonException cause) {
        return broken(
                name,
                "line "
                        + (cause.getLocation() == null
                                ? "?"
                                : cause.getLocation().getLineNr()) + ": " + cause.getOriginalMessage(),
                cause);
    }

    private static ExchangeException broken(String name, String why, Exception cause) {
        return new ExchangeException(
                ErrorCode.CATALOGUE_BROKEN, "目录文件无法解析 / " + name + " cannot be parsed: " + why, cause);
    }

    /** One reading, with what it has brought so far. */
    private static final class Reading {
        private final Finds finds = new Finds();
        private final List<CatalogueEntry> entries = new ArrayList<>();
        private final Set<String> seen = new HashSet<>();
        private final EntryMaker maker;
        private final JsonDatasets datasets;
        private final Source source;
        private final String base;
        private long read;
        private long held;

        Reading(Source source, String base) {
            this.source = source;
            this.base = base;
            this.maker = new EntryMaker(source, Instant.now());
            this.datasets = new JsonDatasets(source, base);
        }

        void rdf(List<SpooledFile> files) {
            Model model = ModelFactory.createDefaultModel();
            files.forEach(file -> new RdfFile(file, base, finds).readInto(model));
            List<Resource> found = new ArrayList<>(
                    model.listSubjectsWithProperty(RDF.type, DCAT.Dataset).toList());
            found.sort(Comparator.comparing(Resource::toString));
            for (Resource dataset : found) {
                add(dataset, identity(dataset), String.valueOf(dataset));
            }
        }

        void document(Delivery.CatalogueFormat format, JsonNode document) {
            switch (format) {
                case DATA_JSON -> json(datasets.dataJson(document), document);
                case CKAN -> {
                    JsonNode result = document.path("result");
                    JsonNode results = result.path("results");
                    if (results.isArray()) {
                        results.forEach(this::ckan);
                    } else {
                        ckan(result.isObject() ? result : document);
                    }
                }
                case MOBILITY_DATABASE -> json(datasets.mobility(document), document);
                case RDF -> throw new IllegalStateException("RDF is no JSON");
            }
        }

        private void ckan(JsonNode document) {
            json(datasets.ckan(document), document);
        }

        private void json(Optional<Resource> dataset, JsonNode document) {
            String shown = document.toString();
            String value = shown.length() <= 200 ? shown : shown.substring(0, 200) + "…";
            if (dataset.isEmpty()) {
                finds.noIdentity(++read, value);
            } else {
                add(dataset.get(), Optional.of(dataset.get().getURI()), value);
            }
        }

        private void add(Resource dataset, Optional<String> iri, String value) {
            read++;
            if (iri.isEmpty()) {
                finds.noIdentity(read, value);
            } else if (EntryMaker.title(dataset).isEmpty()) {
                finds.noTitle(read, value);
            } else if (!seen.add(iri.get())) {
                finds.twice(read, iri.get());
            } else {
                CatalogueEntry entry = maker.entry(dataset, iri.get());
                held += entry.rdf().map(String::length).orElse(0);
                if (held > LARGEST_HARVEST) {
                    throw new ExchangeException(
                            ErrorCode.LIMIT_EXCEEDED,
                            "目录过大，第 " + read + " 个数据集处描述已超过 " + LARGEST_HARVEST
                                    + " 字符（随 -Xmx 增减），请分成几个来源 / the catalogue is too large: at dataset " + read
                                    + " its descriptions exceed " + LARGEST_HARVEST
                                    + " characters (the limit grows with -Xmx); split it into several sources");
                }
                entries.add(entry);
            }
        }

        /** The dataset's IRI; for a blank node one that follows from its identifier. */
        private Optional<String> identity(Resource dataset) {
            if (dataset.isURIResource()) {
                return Optional.of(dataset.getURI());
            }
            return dataset.listProperties(DCTerms.identifier).toList().stream()
                    .filter(statement -> statement.getObject().isLiteral())
                    .map(statement -> statement.getLiteral().getLexicalForm())
                    .sorted()
                    .findFirst()
                    .map(id -> "urn:jiaohui:skolem:" + source.id() + ":"
                            + ForeignDataset.sha256(id).substring(0, 32));
        }
    }
}
