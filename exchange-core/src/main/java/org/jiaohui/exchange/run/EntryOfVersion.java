package org.jiaohui.exchange.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.DatasetDescription;
import org.jiaohui.exchange.dataset.ColumnProfile;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;

/** The catalogue entry of a newly published version. */
final class EntryOfVersion {
    private EntryOfVersion() {}

    static CatalogueEntry describe(
            ExchangeTask task,
            TableNames.Named name,
            DatasetVersion version,
            String deliveredAs,
            CatalogueEntries entries) {
        List<CatalogueEntry.QualityCheck> checks = quality(version);
        return new CatalogueEntry(
                name.dataset().value(),
                Optional.empty(),
                titled(task.about(), name.title()),
                formats(version.schema(), deliveredAs),
                Optional.of(version.rows()),
                Optional.of(version.bytes()),
                entries.find(name.dataset().value()).map(CatalogueEntry::issued).orElse(version.publishedAt()),
                version.publishedAt(),
                Optional.of(version.number()),
                Optional.of((int) Math.round(checks.stream()
                        .mapToInt(CatalogueEntry.QualityCheck::score)
                        .average()
                        .orElse(0))),
                checks,
                List.of(),
                Optional.of(version.schema()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The description of one table of several, or of the only one. */
    static DatasetDescription titled(DatasetDescription about, String title) {
        return new DatasetDescription(
                title,
                about.title().equals(title) ? about.titleEn() : Optional.empty(),
                about.summary(),
                about.summaryEn(),
                about.publisher(),
                about.themes(),
                about.region(),
                about.keywords(),
                about.updateCycle(),
                about.access(),
                about.licence(),
                about.accessConditions());
    }

    private static List<String> formats(TableSchema schema, String deliveredAs) {
        List<String> formats = new ArrayList<>(List.of("CSV", "Parquet", "JSON", "XLSX"));
        if (schema.region().isPresent()
                || schema.columns().stream().anyMatch(column -> column.type().kind() == ColumnType.Kind.GEOMETRY)
                || hasCoordinates(schema)) {
            formats.add("GeoJSON");
        }
        if (!deliveredAs.equals("DB") && formats.stream().noneMatch(format -> format.equalsIgnoreCase(deliveredAs))) {
            formats.add(deliveredAs);
        }
        return formats;
    }

    private static boolean hasCoordinates(TableSchema schema) {
        List<String> names = schema.columns().stream()
                .map(Column::name)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        return (names.contains("lon") || names.contains("lng") || names.contains("longitude"))
                && (names.contains("lat") || names.contains("latitude"));
    }

    /**
     * Completeness: share of non-empty cells. Conformity: share of rows that no rule refused. Uniqueness: 100 where a key is declared (a repeated key is
     * refused), 80 where none is. Description: share of columns with a Chinese title other than the name.
     */
    private static List<CatalogueEntry.QualityCheck> quality(DatasetVersion version) {
        long cells = version.rows() * version.schema().columns().size();
        long nulls = version.profile().stream().mapToLong(ColumnProfile::nulls).sum();
        long read = version.rows() + version.refused();
        long titled = version.schema().columns().stream()
                .filter(column -> !column.title().equals(column.name()))
                .count();
        return List.of(
                new CatalogueEntry.QualityCheck("completeness", share(cells - nulls, cells)),
                new CatalogueEntry.QualityCheck("conformity", share(version.rows(), read)),
                new CatalogueEntry.QualityCheck(
                        "uniqueness", version.schema().key().isEmpty() ? 80 : 100),
                new CatalogueEntry.QualityCheck(
                        "description", share(titled, version.schema().columns().size())));
    }

    private static int share(long part, long whole) {
        return whole == 0 ? 100 : (int) (part * 100 / whole);
    }
}
