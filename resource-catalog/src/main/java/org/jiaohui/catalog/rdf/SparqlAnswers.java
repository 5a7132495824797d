package org.jiaohui.catalog.rdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.jena.query.ARQ;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.query.Syntax;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.resultset.ResultSetLang;
import org.apache.jena.tdb2.TDB2;
import org.jiaohui.exchange.catalogue.CatalogueGraph.AnswerHead;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** Answers SPARQL queries whole or not at all: an answer is complete in memory before its first byte leaves. */
final class SparqlAnswers {
    private static final int LONGEST_QUERY = 100_000;
    private static final int LARGEST_ANSWER = 32 << 20;
    private static final List<String> TABLE_TYPES = List.of(
            "application/sparql-results+json",
            "application/json",
            "application/sparql-results+xml",
            "application/xml",
            "text/csv",
            "text/tab-separated-values");
    private static final Map<String, Lang> TABLES = Map.of(
            "application/sparql-results+json", ResultSetLang.RS_JSON,
            "application/json", ResultSetLang.RS_JSON,
            "application/sparql-results+xml", ResultSetLang.RS_XML,
            "application/xml", ResultSetLang.RS_XML,
            "text/csv", ResultSetLang.RS_CSV,
            "text/tab-separated-values", ResultSetLang.RS_TSV);

    private final Dataset dataset;
    private final Duration limit;

    SparqlAnswers(Dataset dataset, Duration limit) {
        this.dataset = dataset;
        this.limit = limit;
    }

    void answer(String text, String accept, AnswerHead head, OutputStream out) {
        Query query = parse(text);
        boolean table = query.isSelectType() || query.isAskType();
        String mediaType = RdfSyntax.choose(accept, table ? TABLE_TYPES : RdfSyntax.GRAPH_TYPES);
        byte[] answer = run(query, mediaType);
        head.mediaType(mediaType);
        try {
            out.write(answer);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] run(Query query, String mediaType) {
        Bounded bytes = new Bounded();
        dataset.begin(ReadWrite.READ);
        try (QueryExecution execution = QueryExecution.dataset(dataset)
                .query(query)
                .set(TDB2.symUnionDefaultGraph, true)
                .set(ARQ.httpServiceAllowed, false)
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .build()) {
            if (query.isSelectType()) {
                ResultSetFormatter.output(bytes, execution.execSelect(), TABLES.get(mediaType));
            } else if (query.isAskType()) {
                ResultSetFormatter.output(bytes, execution.execAsk(), TABLES.get(mediaType));
            } else {
                Model model = query.isConstructType() ? execution.execConstruct() : execution.execDescribe();
                bytes.writeBytes(RdfSyntax.write(Vocabulary.withPrefixes(model), mediaType));
            }
            return bytes.toByteArray();
        } catch (QueryCancelledException e) {
            throw new ExchangeException(
                    ErrorCode.QUERY_TIMED_OUT,
                    "查询超过 " + limit.toSeconds() + " 秒，请缩小范围 / the query took longer than " + limit.toSeconds() + " s",
                    e);
        } catch (QueryException e) {
            throw bad(String.valueOf(e.getMessage()), e);
        } finally {
            dataset.end();
        }
    }

    private static Query parse(String text) {
        if (text.length() > LONGEST_QUERY) {
            throw bad("the query has " + text.length() + " characters, at most " + LONGEST_QUERY + " are read", null);
        }
        Query query;
        try {
            query = QueryFactory.create(text, Syntax.syntaxSPARQL_11);
        } catch (QueryException e) {
            throw bad(String.valueOf(e.getMessage()), e);
        }
        if (query.hasDatasetDescription()) {
            throw bad("FROM and FROM NAMED are not offered: the default graph already holds every public entry", null);
        }
        String plain = query.toString().toLowerCase(Locale.ROOT);
        if (plain.contains("java:")) {
            throw bad("functions of the form java: are not offered", null);
        }
        if (!query.isSelectType() && !query.isAskType() && !query.isConstructType() && !query.isDescribeType()) {
            throw bad("only SELECT, ASK, CONSTRUCT and DESCRIBE are offered", null);
        }
        if (ServiceFinder.occursIn(query)) {
            throw bad("SERVICE is not offered: queries never leave this hub", null);
        }
        return query;
    }

    private static ExchangeException bad(String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new ExchangeException(ErrorCode.BAD_QUERY, "查询语句有误 / the query is refused: " + why, cause);
    }

    private static final class Bounded extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            check(length);
            super.write(bytes, offset, length);
        }

        @Override
        public synchronized void write(int b) {
            check(1);
            super.write(b);
        }

        private void check(int more) {
            if (size() + (long) more > LARGEST_ANSWER) {
                throw bad("the answer is larger than " + (LARGEST_ANSWER >> 20) + " MB; add LIMIT and OFFSET", null);
            }
        }
    }
}
