package org.jiaohui.openapi.dataset;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.CatalogueSearch;
import org.jiaohui.exchange.catalogue.Sectors;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Downloads;
import org.jiaohui.exchange.dataset.MergeCounts;
import org.jiaohui.exchange.table.TableSchema;
import org.jspecify.annotations.Nullable;

/** The shapes that docs/api.md promises for datasets; an unknown value is absent. */
public final class DatasetViews {
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final Map<String, Sectors.Label> DIMENSIONS = Map.of(
            "completeness", new Sectors.Label("完整性", "Completeness"),
            "conformity", new Sectors.Label("规范性", "Conformity"),
            "uniqueness", new Sectors.Label("唯一性", "Uniqueness"),
            "timeliness", new Sectors.Label("及时性", "Timeliness"),
            "accuracy", new Sectors.Label("准确性", "Accuracy"),
            "description", new Sectors.Label("描述完备", "Description"));

    private DatasetViews() {}

    public record Page(
            long total,
            int page,
            int size,
            List<Item> items,
            Map<String, List<Facet>> facets,
            Optional<String> suggestion) {}

    public record Facet(String value, String label, Optional<String> labelEn, long count) {}

    public record Code(String code, String label, Optional<String> labelEn) {
        static Code of(String code, Optional<Sectors.Label> label) {
            return new Code(code, label.map(Sectors.Label::chinese).orElse(code), label.map(Sectors.Label::english));
        }
    }

    public record Publisher(String code, String name, Optional<String> nameEn) {}

    public record Origin(String kind, Optional<String> source, Optional<String> landingPage) {}

    @Schema(name = "Dataset")
    public record Item(
            String id,
            String title,
            Optional<String> titleEn,
            String summary,
            Optional<String> summaryEn,
            @Nullable Map<String, String> highlight,
            Publisher publisher,
            List<Code> themes,
            Optional<Code> region,
            List<String> formats,
            Optional<Long> rows,
            Optional<Long> bytes,
            OffsetDateTime issued,
            OffsetDateTime modified,
            Optional<String> version,
            Optional<Integer> quality,
            Optional<Code> updateCycle,
            Optional<Code> access,
            Optional<String> accessConditions,
            Origin origin,
            List<String> keywords,
            Optional<Licence> license,
            @Nullable String landingPage,
            @Nullable List<ColumnView> columns,
            @Nullable Map<String, String> geometry,
            @Nullable List<DownloadView> downloads,
            List<QualityView> qualityChecks,
            List<CatalogueEntry.DistributionLink> distributions,
            @Nullable Lineage lineage,
            @Nullable Map<String, String> links) {}

    public record Licence(String uri, String label) {}

    public record QualityView(String dimension, String label, String labelEn, int score) {}

    /** {@code mends} is the run whose refused rows the version brought back. */
    public record Lineage(String run, String task, Optional<String> mends, String softwareVersion) {}

    public record DownloadView(
            String format,
            String url,
            Optional<Long> bytes,
            Optional<String> sha256,
            long rows,
            boolean ready,
            Optional<String> note) {}

    public record VersionView(
            String version,
            String run,
            OffsetDateTime publishedAt,
            long rows,
            long bytes,
            String sha256,
            long refused,
            boolean schemaChanged,
            Optional<MergeCounts> merge,
            @Nullable List<ColumnView> columns) {}

    static Page page(CatalogueSearch.SearchResult result, int page, int size) {
        Map<String, List<Facet>> facets = new HashMap<>();
        result.facets()
                .forEach((name, values) -> facets.put(
                        name,
                        values.stream()
                                .map(value -> new Facet(value.value(), value.label(), value.labelEn(), value.count()))
                                .toList()));
        return new Page(
                result.total(),
                page,
                size,
                result.hits().stream()
                        .map(hit -> item(hit.entry(), hit.highlights().isEmpty() ? null : hit.highlights()))
                        .toList(),
                facets,
                result.suggestion());
    }

    static Item item(CatalogueEntry entry, @Nullable Map<String, String> highlight) {
        return view(entry, highlight, null, null, null, null, null);
    }

    /** @param readable whether the reader may have the data; otherwise the columns are those of the description, and there is neither version nor file */
    static Item detail(
            CatalogueEntry entry,
            boolean readable,
            Optional<DatasetVersion> version,
            List<Downloads.Download> downloads,
            Optional<Lineage> lineage) {
        String self = "/api/v1/datasets/" + entry.id();
        List<DownloadView> offers = downloads.stream()
                .map(offer -> new DownloadView(
                        offer.format(),
                        self + "/download/" + offer.format(),
                        offer.bytes(),
                        offer.sha256(),
                        offer.rows(),
                        offer.ready(),
                        offer.note()))
                .toList();
        Map<String, String> links = new LinkedHashMap<>();
        links.put("turtle", self + "?format=turtle");
        links.put("jsonld", self + "?format=jsonld");
        if (readable) {
            links.put("records", self + "/records");
        }
        links.put("openapi", "/swagger-ui/index.html");
        links.put("portal", "/datasets/" + entry.id());
        Optional<TableSchema> schema =
                version.map(DatasetVersion::schema).or(() -> entry.schema().filter(described -> !readable));
        return view(
                entry,
                null,
                version.map(ColumnView::of).or(() -> schema.map(ColumnView::of)).orElse(null),
                schema.flatMap(DatasetViews::geometry).orElse(null),
                version.isPresent() ? offers : null,
                lineage.orElse(null),
                links);
    }

    private static Item view(
            CatalogueEntry entry,
            @Nullable Map<String, String> highlight,
            @Nullable List<ColumnView> columns,
            @Nullable Map<String, String> geometry,
            @Nullable List<DownloadView> downloads,
            @Nullable Lineage lineage,
            @Nullable Map<String, String> links) {
        var about = entry.about();
        return new Item(
                entry.id(),
                about.title(),
                about.titleEn(),
                about.summary(),
                about.summaryEn(),
                highlight,
                new Publisher(
                        about.publisher().code(),
                        about.publisher().name(),
                        about.publisher().nameEn()),
                about.themes().stream()
                        .map(code -> Code.of(code, Sectors.theme(code)))
                        .toList(),
                about.region().map(code -> Code.of(code, Sectors.region(code))),
                entry.formats(),
                entry.rows(),
                entry.bytes(),
                entry.issued().atZone(BEIJING).toOffsetDateTime(),
                entry.modified().atZone(BEIJING).toOffsetDateTime(),
                entry.version().map(Object::toString),
                entry.quality(),
                about.updateCycle().map(code -> Code.of(code, Sectors.updateCycle(code))),
                about.access().map(code -> Code.of(code, Sectors.access(code))),
                about.accessConditions(),
                new Origin(entry.harvested() ? "HARVESTED" : "LOCAL", entry.source(), entry.landingPage()),
                about.keywords(),
                about.licence().map(uri -> new Licence(uri, uri)),
                entry.landingPage().orElse(null),
                columns,
                geometry,
                downloads,
                entry.qualityChecks().stream().map(DatasetViews::quality).toList(),
                entry.distributions(),
                lineage,
                links);
    }

    private static QualityView quality(CatalogueEntry.QualityCheck check) {
        Sectors.Label label =
                DIMENSIONS.getOrDefault(check.dimension(), new Sectors.Label(check.dimension(), check.dimension()));
        return new QualityView(check.dimension(), label.chinese(), label.english(), check.score());
    }

    static VersionView version(DatasetVersion version, boolean schemaChanged, boolean withColumns) {
        return new VersionView(
                version.number().toString(),
                version.run().value(),
                version.publishedAt().atZone(BEIJING).toOffsetDateTime(),
                version.rows(),
                version.bytes(),
                version.sha256(),
                version.refused(),
                schemaChanged,
                version.merge(),
                withColumns ? ColumnView.of(version) : null);
    }

    private static Optional<Map<String, String>> geometry(TableSchema schema) {
        if (schema.region().isPresent()) {
            TableSchema.CoordinateRegion region = schema.region().get();
            return Optional.of(Map.of("longitude", region.longitude(), "latitude", region.latitude()));
        }
        return Optional.empty();
    }
}
