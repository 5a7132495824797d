package org.jiaohui.catalog.harvest;

import com.apicatalog.jsonld.JsonLdError;
import com.apicatalog.jsonld.JsonLdErrorCode;
import com.apicatalog.jsonld.JsonLdOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Triple;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.lang.LangJSONLD11;
import org.apache.jena.riot.system.ErrorHandler;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFBase;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.SpooledFile;

/** One delivered RDF file, in whatever syntax its content shows. Nothing that it names is fetched. */
final class RdfFile {
    private static final int HEAD = 64 << 10;
    private static final Pattern POSITION = Pattern.compile("^\\[line: (\\d+), col: (\\d+) *\\] *");
    /** JSON-LD is expanded as a whole and takes some thirty times its size in memory. */
    private static final long LARGEST_JSON_LD =
            Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 64);
    /** A triple in memory, its texts and what entries keep of it, take about two kilobytes at most. */
    private static final long MOST_TRIPLES = Runtime.getRuntime().maxMemory() / 2_048;

    private final SpooledFile file;
    private final String base;
    private final Finds finds;

    RdfFile(SpooledFile file, String base, Finds finds) {
        this.file = file;
        this.base = base;
        this.finds = finds;
    }

    void readInto(Model model) {
        try (InputStream in = Files.newInputStream(file.path())) {
            Lang lang = syntax();
            RDFParser.create()
                    .source(in)
                    .forceLang(lang)
                    // Otherwise a Turtle file cut off after a triple would pass.
                    .strict(lang.equals(Lang.TURTLE))
                    .base(base.isBlank() ? "urn:jiaohui:harvest:" : base)
                    .errorHandler(new Lenient())
                    .set(LangJSONLD11.JSONLD_OPTIONS, offline())
                    .parse(bounded(model.getGraph()));
        } catch (RiotException | IOException e) {
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof ExchangeException known) {
                    throw known;
                }
            }
            String why = POSITION.matcher(String.valueOf(e.getMessage()))
                    .replaceFirst(found -> "line " + found.group(1) + ", column " + found.group(2) + ": ");
            throw broken(
                    why.contains("LOADING_REMOTE_CONTEXT_FAILED")
                            ? "远程上下文不会被读取，请内嵌 @context / remote contexts are never fetched; embed @context: " + why
                            : why,
                    e);
        }
    }

    private Lang syntax() throws IOException {
        String head;
        try (InputStream in = Files.newInputStream(file.path())) {
            head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8)
                    .replace("\uFEFF", "")
                    .stripLeading();
        }
        if (head.isEmpty()) {
            throw broken("the file is empty", new IOException("empty"));
        }
        if (head.matches("(?s)(\\{|\\[\\s*\\{).*")) {
            if (file.bytes() > LARGEST_JSON_LD) {
                throw new ExchangeException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "JSON-LD 文件过大，请改用 Turtle 或 N-Triples / the JSON-LD file " + file.name() + " has " + file.bytes()
                                + " bytes, at most " + LARGEST_JSON_LD
                                + " are read (the limit grows with -Xmx); use Turtle or N-Triples");
            }
            return Lang.JSONLD11;
        }
        if (head.startsWith("<?xml")
                || head.startsWith("<!")
                || head.startsWith("<rdf:RDF")
                || head.startsWith("<RDF")) {
            if (head.contains("<!ENTITY")) {
                throw broken("XML 实体声明不被接受 / XML entity declarations are not accepted", new IOException("entity"));
            }
            return Lang.RDFXML;
        }
        return file.name().toLowerCase(Locale.ROOT).endsWith(".nt") ? Lang.NTRIPLES : Lang.TURTLE;
    }

    private StreamRDF bounded(Graph graph) {
        return new StreamRDFBase() {
            @Override
            public void triple(Triple triple) {
                if (graph.size() >= MOST_TRIPLES) {
                    throw new ExchangeException(
                            ErrorCode.LIMIT_EXCEEDED,
                            "目录过大，超过 " + MOST_TRIPLES + " 条三元组（随 -Xmx 增减），请分成几个来源 / the catalogue is too large: with "
                                    + file.name() + " it has more than " + MOST_TRIPLES
                                    + " triples (the limit grows with -Xmx); split it into several sources");
                }
                graph.add(triple);
            }

            @Override
            public void quad(org.apache.jena.sparql.core.Quad quad) {
                triple(quad.asTriple());
            }
        };
    }

    private static JsonLdOptions offline() {
        return new JsonLdOptions((address, options) -> {
            throw new JsonLdError(
                    JsonLdErrorCode.LOADING_REMOTE_CONTEXT_FAILED,
                    "远程上下文不会被读取，请内嵌 @context / the remote context " + address + " is never fetched; embed it");
        });
    }

    private ExchangeException broken(String why, Exception cause) {
        return new ExchangeException(
                ErrorCode.CATALOGUE_BROKEN, "目录文件无法解析 / " + file.name() + " cannot be parsed: " + why, cause);
    }

    private final class Lenient implements ErrorHandler {
        @Override
        public void warning(String message, long line, long column) {
            finds.doubtful(file.name(), line, message);
        }

        @Override
        public void error(String message, long line, long column) {
            finds.doubtful(file.name(), line, message);
        }

        @Override
        public void fatal(String message, long line, long column) {
            throw new ExchangeException(
                    ErrorCode.CATALOGUE_BROKEN,
                    "目录文件无法解析 / " + file.name() + " cannot be parsed: line " + line + ", column " + column + ": "
                            + message);
        }
    }
}
