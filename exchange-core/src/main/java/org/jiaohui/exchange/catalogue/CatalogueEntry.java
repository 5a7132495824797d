package org.jiaohui.exchange.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.table.TableSchema;

/**
 * One dataset as the catalogue shows it: own or harvested.
 *
 * @param id the dataset's id, or {@code <source id>~<16 hex digits of SHA-256 of the foreign IRI>} for a harvested one
 * @param source the source it was harvested from; empty for an own dataset
 * @param landingPage where a harvested dataset is at home
 * @param rows rows of the newest version; absent for a harvested dataset
 * @param quality 0–100
 * @param rdf the foreign description, complete, as N-Triples with skolemised blank nodes and {@link #foreignIri} as subject of the dataset
 * @param provenance which run made it of what; absent for harvested entries and those of older programs
 */
public record CatalogueEntry(
        String id,
        Optional<String> source,
        DatasetDescription about,
        List<String> formats,
        Optional<Long> rows,
        Optional<Long> bytes,
        Instant issued,
        Instant modified,
        Optional<VersionNumber> version,
        Optional<Integer> quality,
        List<QualityCheck> qualityChecks,
        List<DistributionLink> distributions,
        Optional<TableSchema> schema,
        Optional<String> landingPage,
        Optional<String> foreignIri,
        Optional<String> rdf,
        Optional<Provenance> provenance) {
    /** One dimension of quality, 0–100: completeness, conformity, uniqueness, timeliness, accuracy. */
    public record QualityCheck(String dimension, int score) {}

    /** A file or service of a harvested dataset. */
    public record DistributionLink(
            String title, String format, Optional<String> accessUrl, Optional<String> downloadUrl) {
        public DistributionLink {
            format = FormatName.of(format);
        }
    }

    public CatalogueEntry {
        formats = formats.stream().map(FormatName::of).distinct().toList();
        qualityChecks = List.copyOf(qualityChecks);
        distributions = List.copyOf(distributions);
    }

    /** An entry of which nobody knows which run made it. */
    public CatalogueEntry(
            String id,
            Optional<String> source,
            DatasetDescription about,
            List<String> formats,
            Optional<Long> rows,
            Optional<Long> bytes,
            Instant issued,
            Instant modified,
            Optional<VersionNumber> version,
            Optional<Integer> quality,
            List<QualityCheck> qualityChecks,
            List<DistributionLink> distributions,
            Optional<TableSchema> schema,
            Optional<String> landingPage,
            Optional<String> foreignIri,
            Optional<String> rdf) {
        this(
                id,
                source,
                about,
                formats,
                rows,
                bytes,
                issued,
                modified,
                version,
                quality,
                qualityChecks,
                distributions,
                schema,
                landingPage,
                foreignIri,
                rdf,
                Optional.empty());
    }

    /** The same entry with another description. */
    public CatalogueEntry describedAs(DatasetDescription other) {
        return with(other, provenance);
    }

    /** The same entry, with its origin. */
    public CatalogueEntry madeBy(Provenance origin) {
        return with(about, Optional.of(origin));
    }

    private CatalogueEntry with(DatasetDescription description, Optional<Provenance> origin) {
        return new CatalogueEntry(
                id,
                source,
                description,
                formats,
                rows,
                bytes,
                issued,
                modified,
                version,
                quality,
                qualityChecks,
                distributions,
                schema,
                landingPage,
                foreignIri,
                rdf,
                origin);
    }

    public boolean harvested() {
        return source.isPresent();
    }

    /** Whether everybody may read the description. A foreign catalogue that hands out a description without a word on access wants it read. */
    public boolean listed() {
        return !about.access().equals(Optional.of("NON_PUBLIC"));
    }

    /** Whether everybody may read the data, too. */
    public boolean open() {
        return listed() && !about.access().equals(Optional.of("RESTRICTED"));
    }

    /** What everybody may read of a listed entry: of one whose data must be applied for, nothing that was found out from the data. */
    public CatalogueEntry toOutsiders() {
        return open() || harvested()
                ? this
                : new CatalogueEntry(
                        id,
                        source,
                        about,
                        formats,
                        Optional.empty(),
                        Optional.empty(),
                        issued,
                        modified,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        schema,
                        landingPage,
                        foreignIri,
                        rdf);
    }
}
