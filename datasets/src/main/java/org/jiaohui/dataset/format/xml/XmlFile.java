package org.jiaohui.dataset.format.xml;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.dataset.format.archive.LeftOut;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.dataset.format.row.OpenedTables;
import org.jiaohui.dataset.format.row.SourceColumn;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.source.FormatOptions;

/** An XML document, opened as one table. */
public final class XmlFile {
    private XmlFile() {}

    /** Reads the whole file once or twice, to find which elements are rows and which columns they have. */
    public static OpenedTables open(Path file, String name, FormatOptions options) {
        try {
            return open(XmlText.of(file, name, options), options);
        } catch (IOException e) {
            throw Broken.format(name, "XML", e);
        }
    }

    private static OpenedTables open(XmlText text, FormatOptions options) {
        Optional<XmlOutline> outline =
                options.rowsPath().isPresent() ? Optional.empty() : Optional.of(XmlOutline.of(text));
        String rows = options.rowsPath().orElseGet(() -> outline.orElseThrow().rows());
        RowsPath path = RowsPath.parse(rows);
        XmlColumns columns = options.columnPaths().isEmpty()
                ? new DraftedColumns(text.name())
                : DeclaredColumns.of(options.columnPaths());
        if (!learn(text, path, columns)) {
            throw nothing(text, rows);
        }
        List<Finding> notes = new ArrayList<>(SourceColumn.duplicates(columns.columns()));
        outline.flatMap(all -> LeftOut.elements(text.name(), rows, all.beside(rows)))
                .ifPresent(notes::add);
        return new OpenedTables(
                "XML",
                List.of(new XmlTable(text, path, withoutExtension(text.name()), columns)),
                () -> List.copyOf(notes),
                () -> {});
    }

    /** Whether there was any row. */
    private static boolean learn(XmlText text, RowsPath path, XmlColumns columns) {
        boolean any = false;
        try (XmlWalk walk = new XmlWalk(text, path)) {
            for (Optional<XmlElement> row = walk.next(); row.isPresent(); row = walk.next()) {
                columns.learn(row.get());
                any = true;
            }
        }
        return any;
    }

    private static ExchangeException nothing(XmlText text, String rows) {
        String found = String.join(", ", XmlOutline.of(text).listed());
        return new ExchangeException(
                ErrorCode.SOURCE_EMPTY,
                "%s 中没有 rowsPath “%s”所指的元素（重复的元素：%s） / %s has no element at rowsPath \"%s\" (elements that repeat: %s)"
                        .formatted(text.name(), rows, found, text.name(), rows, found));
    }

    private static String withoutExtension(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
