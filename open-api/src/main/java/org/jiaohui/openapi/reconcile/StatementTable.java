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
            "目标 target",
            "交付 delivered",
            "回执 acknowledged",
            "只在来源 only in source",
            "只在目标 only in target",
            "内容不同 different");

    private StatementTable() {}

    static List<List<Object>> rows(Reconciliation statement) {
        List<List<Object>> rows = new ArrayList<>();
        rows.add(HEADER);
        for (Reconciliation.Line line : statement.lines()) {
            rows.add(row(statement, line, "", "", ""));
            for (Reconciliation.Delivered delivery : line.deliveries()) {
                rows.add(row(
                        statement,
                        line,
                        delivery.target(),
                        delivery.delivered(),
                        delivery.acknowledged().<Object>map(count -> count).orElse("")));
            }
        }
        return rows;
    }

    private static List<Object> row(
            Reconciliation statement, Reconciliation.Line line, String target, Object delivered, Object acknowledged) {
        return List.of(
                statement.task().value(),
                statement.day().toString(),
                line.dataset().value(),
                line.version().toString(),
                line.state().chinese(),
                line.basis().label(),
                line.source().count(),
                line.source().digest().orElse(""),
                line.received(),
                line.refused(),
                line.published().count(),
                line.published().digest().orElse(""),
                target,
                delivered,
                acknowledged,
                line.differences().onlyInSource(),
                line.differences().onlyInTarget(),
                line.differences().different());
    }
}
