package org.jiaohui.dataset.format.spreadsheet;

import java.util.List;
import org.jiaohui.exchange.run.Finding;

/** Formulas are never computed here: their last saved value is taken, and said so. */
final class FormulaFinding {
    private FormulaFinding() {}

    static Finding of() {
        return new Finding(
                "formula",
                Finding.Severity.WARNING,
                "",
                1,
                "工作簿含公式单元格，采用其上次保存的计算结果",
                "the workbook has formula cells; their last saved values were taken",
                List.of());
    }
}
