package org.jiaohui.openapi.portal;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.CatalogueSearch;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.Downloads;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.openapi.dataset.Offers;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Serves the portal's shell for its known first path segments; dataset pages carry their content in head and body, readable without JavaScript. */
@Controller
@Hidden
final class PortalController {
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " frame-ancestors 'self'; base-uri 'self'";

    private final PortalShell shell;
    private final CatalogueEntries entries;
    private final CatalogueSearch search;
    private final DatasetStore store;
    private final Offers offers;

    PortalController(
            PortalShell shell, CatalogueEntries entries, CatalogueSearch search, DatasetStore store, Offers offers) {
        this.shell = shell;
        this.entries = entries;
        this.search = search;
        this.store = store;
        this.offers = offers;
    }

    @GetMapping({
        "/exchange/runs",
        "/exchange/runs/{run}",
        "/exchange/new-source",
        "/exchange/new-task",
        "/exchange/new-target",
        "/exchange/new-subscription",
        "/exchange/sources",
        "/exchange/sources/{source}",
        "/exchange/tasks",
        "/exchange/tasks/{task}",
        "/exchange/deliveries",
        "/exchange/targets/{target}",
        "/exchange/subscriptions/{subscription}",
        "/exchange/reconciliations",
        "/exchange/reconciliations/{statement}",
        "/developer",
        "/status"
    })
    @ResponseBody
    ResponseEntity<String> page() throws IOException {
        return html(200, shell.plain());
    }

    @GetMapping("/")
    @ResponseBody
    ResponseEntity<String> home(@RequestParam Optional<String> lang) throws IOException {
        return html(200, shell.filled(new SearchPage(search, origin(), PageLanguage.of(lang)).home()));
    }

    @GetMapping("/search")
    @ResponseBody
    ResponseEntity<String> search(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "1") String page,
            @RequestParam Optional<String> lang)
            throws IOException {
        int number = page.matches("\\d{1,6}") ? Integer.parseInt(page) : 1;
        return html(200, shell.filled(new SearchPage(search, origin(), PageLanguage.of(lang)).results(q, number)));
    }

    @GetMapping("/datasets/{id}")
    @ResponseBody
    ResponseEntity<String> dataset(
            @PathVariable String id, @RequestParam Optional<String> lang, HttpServletRequest request)
            throws IOException {
        Optional<CatalogueEntry> entry =
                entries.find(id).filter(CatalogueEntry::listed).map(CatalogueEntry::toOutsiders);
        return entry.isPresent()
                ? html(
                        200,
                        shell.filled(DatasetPage.of(
                                entry.get(), offers(entry.get(), request), origin(), PageLanguage.of(lang))))
                : html(404, shell.plain());
    }

    /** The page stays readable while the store of files does not answer. */
    private List<Downloads.Download> offers(CatalogueEntry entry, HttpServletRequest request) {
        try {
            return entry.harvested()
                    ? List.of()
                    : entry.version()
                            .flatMap(number -> store.find(DatasetId.of(entry.id()), number))
                            .map(version -> offers.list(version, request))
                            .orElse(List.of());
        } catch (ExchangeException unavailable) {
            return List.of();
        }
    }

    @GetMapping(path = "/robots.txt", produces = MediaType.TEXT_PLAIN_VALUE)
    @ResponseBody
    String robots() {
        return "User-agent: *\nDisallow: /api/\nDisallow: /exchange/\nDisallow: /sparql\nSitemap: " + origin()
                + "/sitemap.xml\n";
    }

    @GetMapping(path = "/sitemap.xml", produces = MediaType.APPLICATION_XML_VALUE)
    @ResponseBody
    String sitemap() {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        List<String> ids = entries.publicIds("", 50_000);
        String origin = origin();
        ids.forEach(id -> xml.append("<url><loc>")
                .append(Html.escape(origin + "/datasets/" + id))
                .append("</loc></url>\n"));
        return xml.append("</urlset>\n").toString();
    }

    /** Whatever no other handler knows. */
    @GetMapping("/error/not-found")
    @ResponseBody
    ResponseEntity<String> notFound() throws IOException {
        return html(404, shell.plain());
    }

    private static String origin() {
        return ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString();
    }

    private static ResponseEntity<String> html(int status, String body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                .cacheControl(CacheControl.noCache())
                .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .body(body);
    }
}
