package org.jiaohui.openapi.reconcile;

import java.util.ArrayList;
import java.util.List;
import org.jiaohui.exchange.reconcile.Reconciliation;

/** A statement as rows: a header, then for each dataset one row without targets, and one for each target. */
final class StatementTable {
    private static final List<Object> HEADER = List.of(
            "任务 task",
            "日期 date",
            "数据集 dataset",
            "版本 version",
            "状态 state",
            "依据 basis",
            "来源 source",
            "来源摘要 source digest",
            "收到 received",
            "拒绝 refused",
            "发布 published",
            "发布摘要 published digest",
            "订阅 subscription",
            "目标 target",
            "批次 batch",
            "目标所存 delivered",
            "目标摘要 delivered digest",
            "本批行数 batch rows",
            "已确认 acknowledged",
            "只在来源 only in source",
            "只在目标 only in target",
            "内容不同 different");

    private StatementTable() {}

    static List<List<Object>> rows(Reconciliation statement) {
        List<List<Object>> rows = new ArrayList<>();
        rows.add(HEADER);
        for (Reconciliation.Line line : statement.lines()) {
            rows.add(row(
                    statement,
                    line,
                    line.state(),
                    line.basis(),
                    List.of("", "", "", "", "", "", ""),
                    line.differences()));
            for (Reconciliation.Delivered one : line.deliveries()) {
                rows.add(row(
                        statement,
                        line,
                        one.state(),
                        one.basis(),
                        List.of(
                                one.subscription(),
                                one.target(),
                                one.batch(),
                                one.delivered(),
                                one.digest().orElse(""),
                                one.batchRows(),
                                one.acknowledged().<Object>map(count -> count).orElse("")),
                        one.differences()));
            }
        }
        return rows;
    }

    private static List<Object> row(
            Reconciliation statement,
            Reconciliation.Line line,
            Reconciliation.State state,
            Reconciliation.Basis basis,
            List<Object> target,
            Reconciliation.Differences differences) {
        List<Object> row = new ArrayList<>(List.of(
                statement.task().value(),
                statement.day().toString(),
                line.dataset().value(),
                line.version().toString(),
                state.chinese(),
                basis.label(),
                line.source().count(),
                line.source().digest().orElse(""),
                line.received(),
                line.refused(),
                line.published().count(),
                line.published().digest().orElse("")));
        row.addAll(target);
        row.addAll(List.of(differences.onlyInSource(), differences.onlyInTarget(), differences.different()));
        return row;
    }
}
