package org.jiaohui.exchange.run;

import java.util.List;
import java.util.stream.Collectors;
import org.jiaohui.exchange.mend.CameBack;
import org.jiaohui.exchange.mend.RowNumbers;

/** Rows of one delivery that have come back already, and how that is told. */
record PublishedBefore(List<CameBack> runs) {
    /** The numbers that have not come back. */
    RowNumbers left(RowNumbers numbers) {
        RowNumbers left = numbers;
        for (CameBack each : runs) {
            left = left.without(each.rows());
        }
        return left;
    }

    String chinese(RowNumbers rows) {
        return told(rows, "%2$s（运行 %1$s）", "；");
    }

    String english(RowNumbers rows) {
        return told(rows, "%2$s (run %1$s)", "; ");
    }

    private String told(RowNumbers rows, String each, String between) {
        return runs.stream()
                .filter(back -> !rows.among(back.rows()).isEmpty())
                .map(back -> each.formatted(back.run(), shown(rows.among(back.rows()))))
                .collect(Collectors.joining(between));
    }

    static String shown(RowNumbers numbers) {
        String text = numbers.toString();
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
