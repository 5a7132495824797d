package org.jiaohui.exchange.dataset;

import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** Finds the tables in a delivered file, whatever its format. */
public interface Formats {
    /**
     * Recognises the format and opens the file.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException with a FORMAT_, ENCODING_, ARCHIVE_ or HEADER_ code when it cannot be read
     */
    OpenedFile open(SpooledFile file, FormatOptions options);

    /** A delivered file with its tables. */
    interface OpenedFile extends AutoCloseable {
        /** The format's name as shown to people: {@code CSV}, {@code XLSX}, {@code GTFS} … */
        String format();

        /** At least one table. */
        List<DeliveredTable> tables();

        /** What is wrong across the tables of the file (a GTFS feed's references); an ERROR among them rejects the whole delivery. */
        default List<Finding> findings() {
            return List.of();
        }

        @Override
        void close();
    }

    /** One table of a delivered file. */
    interface DeliveredTable {
        /** Name within the file (sheet, member of a zip, layer), or the file's name without extension when it is the only one. */
        String name();

        /** A schema drafted from a sample of the whole file. */
        TableSchema draft();

        /**
         * The columns as the file has them, seen from a bounded sample of its rows.
         *
         * @param expected what is expected of the columns, by name: tells which share of the sampled values fits
         */
        default List<DeliveredColumn> look(Optional<TableSchema> expected) {
            return draft().columns().stream().map(DeliveredColumn::stated).toList();
        }

        /**
         * Opens the table for one reading with a schema: columns are matched by name; a declared column that the file lacks is
         * {@code COLUMN_MISSING}, a column of the file that is not declared is left out with a warning finding by the caller.
         */
        TableSource read(Optional<TableSchema> declared);
    }
}
