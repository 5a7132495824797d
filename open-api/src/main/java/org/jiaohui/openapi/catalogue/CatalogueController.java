package org.jiaohui.openapi.catalogue;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueGraph;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.openapi.dataset.RdfMediaType;
import org.jiaohui.openapi.problem.Problems;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The DCAT catalogue and SPARQL over it. */
@RestController
@Tag(name = "catalogue", description = "目录与 SPARQL / Catalogue and SPARQL")
final class CatalogueController {
    private static final int MOST_QUERY = 20_000;

    private final CatalogueGraph graph;

    CatalogueController(CatalogueGraph graph) {
        this.graph = graph;
    }

    @GetMapping("/catalog")
    @Operation(summary = "DCAT 目录 / The DCAT catalogue, paged")
    @Problems({ErrorCode.NOT_ACCEPTABLE, ErrorCode.GRAPH_UNAVAILABLE})
    ResponseEntity<byte[]> catalogue(
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam Optional<String> format,
            @RequestHeader(name = "Accept", defaultValue = "text/turtle") String accept) {
        if (page < 1 || size < 1 || size > 1_000) {
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST, "page ≥ 1, size 1–1000; got page=" + page + " size=" + size);
        }
        String mediaType = RdfMediaType.of(format, accept);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(mediaType + ";charset=UTF-8"))
                .header("Vary", "Accept")
                .body(graph.catalogue(page, size, mediaType));
    }

    @GetMapping("/sparql")
    @Operation(summary = "SPARQL 查询 / SPARQL 1.1 query, read-only")
    @Problems({ErrorCode.BAD_QUERY, ErrorCode.QUERY_TIMED_OUT, ErrorCode.GRAPH_UNAVAILABLE})
    void query(
            @RequestParam String query,
            @RequestHeader(name = "Accept", defaultValue = "*/*") String accept,
            HttpServletResponse response)
            throws IOException {
        answer(query, accept, response);
    }

    @PostMapping(path = "/sparql", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    @Operation(summary = "SPARQL 查询（表单）/ SPARQL query by form")
    @Problems({ErrorCode.BAD_QUERY, ErrorCode.QUERY_TIMED_OUT, ErrorCode.GRAPH_UNAVAILABLE})
    void form(
            @RequestParam String query,
            @RequestHeader(name = "Accept", defaultValue = "*/*") String accept,
            HttpServletResponse response)
            throws IOException {
        answer(query, accept, response);
    }

    @PostMapping(path = "/sparql", consumes = "application/sparql-query")
    @Operation(summary = "SPARQL 查询（正文）/ SPARQL query as body")
    @Problems({ErrorCode.BAD_QUERY, ErrorCode.QUERY_TIMED_OUT, ErrorCode.GRAPH_UNAVAILABLE})
    void body(
            @RequestBody String query,
            @RequestHeader(name = "Accept", defaultValue = "*/*") String accept,
            HttpServletResponse response)
            throws IOException {
        answer(query, accept, response);
    }

    private void answer(String query, String accept, HttpServletResponse response) throws IOException {
        if (query.length() > MOST_QUERY) {
            throw new ExchangeException(
                    ErrorCode.BAD_QUERY, "查询超过 20000 个字符 / the query has more than 20,000 characters");
        }
        graph.sparql(query, accept, response::setContentType, response.getOutputStream());
    }
}
