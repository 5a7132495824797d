package org.jiaohui.openapi.portal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.Sectors;
import org.jiaohui.exchange.dataset.Downloads.Download;
import org.jiaohui.exchange.table.Column;
import tools.jackson.databind.json.JsonMapper;

/** A dataset in the words of schema.org, as the search engines for data read it. */
final class DatasetJsonLd {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "csv", "text/csv",
            "parquet", "application/vnd.apache.parquet",
            "json", "application/json",
            "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "geojson", "application/geo+json");

    private final String origin;
    private final PageLanguage language;

    DatasetJsonLd(String origin, PageLanguage language) {
        this.origin = origin;
        this.language = language;
    }

    String of(CatalogueEntry entry, List<Download> downloads) {
        var about = entry.about();
        String url = origin + "/datasets/" + entry.id();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("@context", "https://schema.org/");
        json.put("@type", "Dataset");
        json.put("@id", url);
        json.put("name", language.pick(about.title(), about.titleEn()));
        about.titleEn()
                .ifPresent(
                        title -> json.put("alternateName", language == PageLanguage.ENGLISH ? about.title() : title));
        json.put("description", language.pick(about.summary(), about.summaryEn()));
        json.put("url", language.address(url));
        json.put("identifier", entry.id());
        entry.landingPage().ifPresent(page -> json.put("sameAs", page));
        json.put("inLanguage", language.code);
        json.put("keywords", about.keywords());
        about.licence().ifPresent(licence -> json.put("license", licence));
        if (about.access().isPresent()) {
            json.put("isAccessibleForFree", entry.open());
        }
        about.accessConditions().ifPresent(conditions -> json.put("conditionsOfAccess", conditions));
        json.put("datePublished", entry.issued().toString());
        json.put("dateModified", entry.modified().toString());
        entry.version().ifPresent(version -> json.put("version", version.toString()));
        Map<String, Object> organization = Map.of(
                "@type",
                "Organization",
                "name",
                language.pick(about.publisher().name(), about.publisher().nameEn()),
                "identifier",
                about.publisher().code());
        json.put("creator", organization);
        json.put("publisher", organization);
        about.region()
                .flatMap(Sectors::region)
                .ifPresent(region -> json.put(
                        "spatialCoverage",
                        Map.of("@type", "Place", "name", language.say(region.chinese(), region.english()))));
        json.put(
                "includedInDataCatalog",
                Map.of("@type", "DataCatalog", "name", language.say("交汇", "Jiaohui"), "url", origin + "/catalog"));
        entry.schema()
                .ifPresent(schema -> json.put(
                        "variableMeasured",
                        schema.columns().stream().map(this::variable).toList()));
        List<Map<String, Object>> distributions = entry.harvested() ? foreign(entry) : own(entry, downloads);
        if (!distributions.isEmpty()) {
            json.put("distribution", distributions);
        }
        return Html.script(JSON.writeValueAsString(json));
    }

    private Map<String, Object> variable(Column column) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("@type", "PropertyValue");
        json.put("name", language.pick(column.title(), column.titleEn()));
        json.put("alternateName", column.name());
        column.description().ifPresent(text -> json.put("description", text));
        column.unit().ifPresent(unit -> json.put("unitText", unit));
        return json;
    }

    private List<Map<String, Object>> own(CatalogueEntry entry, List<Download> downloads) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Download download : downloads) {
            String media = MEDIA_TYPES.get(download.format());
            if (media != null) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("@type", "DataDownload");
                json.put("encodingFormat", media);
                json.put("contentUrl", origin + "/api/v1/datasets/" + entry.id() + "/download/" + download.format());
                download.bytes().ifPresent(bytes -> json.put("contentSize", bytes + " B"));
                download.sha256().ifPresent(digest -> json.put("sha256", digest));
                list.add(json);
            }
        }
        return list;
    }

    private static List<Map<String, Object>> foreign(CatalogueEntry entry) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (CatalogueEntry.DistributionLink link : entry.distributions()) {
            Optional<String> target = link.downloadUrl().or(link::accessUrl).filter(Html::isWebAddress);
            if (target.isPresent()) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("@type", "DataDownload");
                json.put("name", link.title());
                json.put("encodingFormat", link.format());
                json.put("contentUrl", target.get());
                list.add(json);
            }
        }
        return list;
    }
}
