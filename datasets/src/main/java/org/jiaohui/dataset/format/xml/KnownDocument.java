package org.jiaohui.dataset.format.xml;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.dataset.format.archive.LeftOut;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.dataset.format.row.OpenedTables;
import org.jiaohui.exchange.dataset.Formats.DeliveredTable;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.source.FormatOptions;

/** A document of a standard whose tables are known, so that nothing is drafted. */
public final class KnownDocument {
    private KnownDocument() {}

    /**
     * Opens those of the known tables that the document has rows of; empty when it has none. Reads the whole file once.
     *
     * @param covered names of elements that repeat without being rows, because rows lie in them
     */
    public static Optional<OpenedTables> open(
            String format,
            Path file,
            String name,
            FormatOptions options,
            List<KnownTable> known,
            List<String> covered) {
        try {
            XmlText text = XmlText.of(file, name, options);
            XmlOutline outline = XmlOutline.of(text);
            List<DeliveredTable> tables = new ArrayList<>();
            for (KnownTable table : known) {
                RowsPath path = RowsPath.parse(table.rows());
                boolean wanted = options.table().map(table.name()::equals).orElse(true);
                if (wanted && outline.has(path)) {
                    tables.add(new XmlTable(text, path, table.name(), new KnownColumns(table)));
                }
            }
            List<String> published = tables.stream().map(DeliveredTable::name).toList();
            List<String> others = options.table().isPresent() ? List.of() : outline.outside(covered);
            Optional<Finding> note = LeftOut.elements(name, String.join(", ", published), others);
            return tables.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new OpenedTables(format, tables, () -> note.stream().toList(), () -> {}));
        } catch (IOException e) {
            throw Broken.format(name, format, e);
        }
    }
}
