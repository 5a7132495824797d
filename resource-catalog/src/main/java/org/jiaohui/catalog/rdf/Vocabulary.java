package org.jiaohui.catalog.rdf;

import java.util.Map;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.Property;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.rdf.model.ResourceFactory;

/** Terms that Jena's own vocabularies lack, and the authority tables that DCAT-AP asks for. */
final class Vocabulary {
    static final String TIR = "urn:jiaohui:tir:";
    static final String ADMS = "http://www.w3.org/ns/adms#";
    static final String CSVW = "http://www.w3.org/ns/csvw#";
    static final String DCAT = "http://www.w3.org/ns/dcat#";
    static final String DQV = "http://www.w3.org/ns/dqv#";
    static final String HYDRA = "http://www.w3.org/ns/hydra/core#";
    static final String LOCN = "http://www.w3.org/ns/locn#";
    static final String PROV = "http://www.w3.org/ns/prov#";
    static final String SPDX = "http://spdx.org/rdf/terms#";
    static final String EU = "http://publications.europa.eu/resource/authority/";

    /** EU frequency by update cycle. */
    static final Map<String, String> FREQUENCIES = Map.of(
            "CONTINUOUS",
            "UPDATE_CONT",
            "DAILY",
            "DAILY",
            "WEEKLY",
            "WEEKLY",
            "MONTHLY",
            "MONTHLY",
            "QUARTERLY",
            "QUARTERLY",
            "HALF_YEARLY",
            "ANNUAL_2",
            "YEARLY",
            "ANNUAL",
            "IRREGULAR",
            "IRREG",
            "ONCE",
            "NEVER");

    /** EU file type by our format. */
    static final Map<String, String> FILE_TYPES = Map.ofEntries(
            Map.entry("csv", "CSV"),
            Map.entry("tsv", "TSV"),
            Map.entry("json", "JSON"),
            Map.entry("geojson", "GEOJSON"),
            Map.entry("xlsx", "XLSX"),
            Map.entry("xls", "XLS"),
            Map.entry("ods", "ODS"),
            Map.entry("parquet", "PARQUET"),
            Map.entry("xml", "XML"),
            Map.entry("pdf", "PDF"),
            Map.entry("zip", "ZIP"),
            Map.entry("shapefile", "SHP"));

    /** IANA media type by our format. */
    static final Map<String, String> MEDIA_TYPES = Map.ofEntries(
            Map.entry("csv", "text/csv"),
            Map.entry("tsv", "text/tab-separated-values"),
            Map.entry("json", "application/json"),
            Map.entry("geojson", "application/geo+json"),
            Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Map.entry("xls", "application/vnd.ms-excel"),
            Map.entry("ods", "application/vnd.oasis.opendocument.spreadsheet"),
            Map.entry("parquet", "application/vnd.apache.parquet"),
            Map.entry("xml", "application/xml"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("zip", "application/zip"));

    private Vocabulary() {}

    static Property property(String namespace, String name) {
        return ResourceFactory.createProperty(namespace + name);
    }

    static Resource authority(String table, String code) {
        return ResourceFactory.createResource(EU + table + "/" + code);
    }

    static Resource mediaType(String name) {
        return ResourceFactory.createResource("https://www.iana.org/assignments/media-types/" + name);
    }

    static Model withPrefixes(Model model) {
        model.setNsPrefixes(Map.ofEntries(
                Map.entry("dcat", DCAT),
                Map.entry("dct", "http://purl.org/dc/terms/"),
                Map.entry("foaf", "http://xmlns.com/foaf/0.1/"),
                Map.entry("adms", ADMS),
                Map.entry("skos", "http://www.w3.org/2004/02/skos/core#"),
                Map.entry("csvw", CSVW),
                Map.entry("xsd", "http://www.w3.org/2001/XMLSchema#"),
                Map.entry("hydra", HYDRA),
                Map.entry("dqv", DQV),
                Map.entry("prov", PROV),
                Map.entry("spdx", SPDX),
                Map.entry("tir", TIR)));
        return model;
    }
}
