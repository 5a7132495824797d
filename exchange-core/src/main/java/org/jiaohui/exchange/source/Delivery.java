package org.jiaohui.exchange.source;

import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** What one fetch brought. */
public sealed interface Delivery {
    /** Files as they came, at least one. {@code position} is what the next fetch needs to know (validators, fingerprints), opaque to the caller. */
    record Files(List<SpooledFile> files, String position, Extent extent) implements Delivery {
        public Files {
            files = List.copyOf(files);
        }

        /** All files that there are. */
        public Files(List<SpooledFile> files, String position) {
            this(files, position, Extent.WHOLE);
        }
    }

    /** A table that a database streams. */
    record Table(String name, TableReading reading, String position, Extent extent) implements Delivery {
        /** The whole table. */
        public Table(String name, TableReading reading, String position) {
            this(name, reading, position, Extent.WHOLE);
        }
    }

    /** Which rows a delivery brings. */
    enum Extent {
        /** All there are. */
        WHOLE,
        /** Rows that no delivery brought before. */
        NEWS,
        /** New rows, and again some that were brought before: they are told by their key. */
        NEWS_AND_SOME_AGAIN,
        /** Rows that changed and keys that are gone; the table source says by which column it tells them apart. */
        CHANGES,
        /** All there are, from a source that otherwise brings changes: what was brought before counts no more. */
        ANEW
    }

    /** Descriptions of datasets elsewhere, as RDF or as another catalogue's JSON: entries for the catalogue, no rows. */
    record Descriptions(CatalogueFormat format, List<SpooledFile> files, String base, String position)
            implements Delivery {
        public Descriptions {
            files = List.copyOf(files);
        }
    }

    /** The source says that nothing has changed since {@code since}. */
    record NotModified() implements Delivery {}

    /** How descriptions are written. */
    enum CatalogueFormat {
        RDF,
        CKAN,
        DATA_JSON,
        MOBILITY_DATABASE
    }

    /** Opens a database's table for one reading. */
    @FunctionalInterface
    interface TableReading {
        /** With the declared schema, or with the one that the database's own types give. */
        TableSource open(Optional<TableSchema> declared);

        /** All columns as the database has them; none when it cannot tell before rows are read. */
        default List<DeliveredColumn> columns() {
            return List.of();
        }

        /** The same reading of a table whose columns are known. */
        default TableReading describedBy(List<DeliveredColumn> columns) {
            List<DeliveredColumn> known = List.copyOf(columns);
            return new TableReading() {
                @Override
                public TableSource open(Optional<TableSchema> declared) {
                    return TableReading.this.open(declared);
                }

                @Override
                public List<DeliveredColumn> columns() {
                    return known;
                }
            };
        }
    }
}
