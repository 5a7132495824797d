package org.jiaohui.dataset.format.spreadsheet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jiaohui.exchange.run.Finding;

/** Formulas are never computed here: their last saved value is taken, and said so. A sheet is read several times; its longest reading counts. */
final class FormulaCells {
    private final Map<String, Long> most = new ConcurrentHashMap<>();

    /** So many formula cells were met in one reading of a sheet. */
    void met(String sheet, long cells) {
        if (cells > 0) {
            most.merge(sheet, cells, Math::max);
        }
    }

    /** The findings of a workbook, and one for each sheet in which formulas were met. */
    List<Finding> addedTo(List<Finding> findings) {
        List<Finding> all = new ArrayList<>(findings);
        most.forEach((sheet, cells) -> all.add(new Finding(
                "formula",
                Finding.Severity.WARNING,
                "",
                cells,
                "工作表“%s”有 %d 个公式单元格，采用其上次保存的计算结果；如需最新结果，请在表格软件中重新计算并保存".formatted(sheet, cells),
                "sheet \"%s\" has %d formula cells; their last saved values were taken: recalculate and save to renew them"
                        .formatted(sheet, cells),
                List.of())));
        return List.copyOf(all);
    }
}
