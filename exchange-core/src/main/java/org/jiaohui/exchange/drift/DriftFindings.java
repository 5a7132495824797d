package org.jiaohui.exchange.drift;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jiaohui.exchange.drift.SchemaChange.Kind;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.table.ColumnType;

/** A difference as findings of the rule {@code schema-drift}: what changed, and what became of it. */
final class DriftFindings {
    static final String RULE = "schema-drift";

    /** More changes of one kind in one table are told as one finding. */
    private static final int MOST_SINGLE = 5;

    private static final int MOST_NAMED = 20;

    private final SchemaDifference difference;
    private final Course course;
    private final Map<String, String> renames;
    private final List<String> lost;

    /** How the run went on. */
    enum Course {
        AS_DECLARED,
        AS_DELIVERED,
        EVOLVED,
        KEPT,
        REJECTED
    }

    private record Text(String chinese, String english) {}

    DriftFindings(SchemaDifference difference, Course course, Map<String, String> renames, List<String> lost) {
        this.difference = difference;
        this.course = course;
        this.renames = renames;
        this.lost = lost;
    }

    List<Finding> list() {
        Map<Kind, List<SchemaChange>> kinds = new EnumMap<>(Kind.class);
        difference
                .changes()
                .forEach(change -> kinds.computeIfAbsent(change.kind(), kind -> new ArrayList<>())
                        .add(change));
        List<Finding> findings = new ArrayList<>();
        kinds.forEach((kind, changes) -> {
            List<SchemaChange> grave = changes.stream().filter(this::isLost).toList();
            grave.forEach(change -> findings.add(one(change)));
            List<SchemaChange> others =
                    changes.stream().filter(change -> !isLost(change)).toList();
            if (others.size() > MOST_SINGLE) {
                findings.add(many(kind, others));
            } else {
                others.forEach(change -> findings.add(one(change)));
            }
        });
        return findings;
    }

    private boolean isLost(SchemaChange change) {
        return change.losesColumn() && lost.contains(change.column());
    }

    private Finding one(SchemaChange change) {
        Text fact = fact(change);
        Text effect = effect(change);
        return finding(severity(change), change.column(), 1, fact, effect);
    }

    private Finding many(Kind kind, List<SchemaChange> changes) {
        String names =
                changes.stream().limit(MOST_NAMED).map(DriftFindings::named).collect(Collectors.joining(", "))
                        + (changes.size() > MOST_NAMED ? " …" : "");
        Text fact = switch (kind) {
            case ADDED ->
                new Text(
                        "来源新增 " + changes.size() + " 列：" + names,
                        "the source has " + changes.size() + " new columns: " + names);
            case MISSING ->
                new Text(
                        "来源缺少 " + changes.size() + " 列：" + names,
                        changes.size() + " columns are missing in the source: " + names);
            case RETYPED ->
                new Text(
                        changes.size() + " 列的类型变了：" + names,
                        "the types of " + changes.size() + " columns changed: " + names);
            case RENAMED ->
                new Text(
                        changes.size() + " 列可能改了名：" + names,
                        changes.size() + " columns may have been renamed: " + names);
            case REORDERED -> fact(changes.getFirst());
        };
        return finding(severity(changes.getFirst()), "", changes.size(), fact, effect(changes.getFirst()));
    }

    private static String named(SchemaChange change) {
        return switch (change.kind()) {
            case RENAMED ->
                change.column() + " → "
                        + change.after().map(SchemaChange.Side::name).orElse("");
            case RETYPED -> change.column() + " " + types(change, " → ");
            case ADDED, MISSING, REORDERED -> change.column();
        };
    }

    private Finding finding(Finding.Severity severity, String column, int count, Text fact, Text effect) {
        String table = difference.dataset().value();
        return new Finding(
                RULE,
                severity,
                column,
                count,
                table + "：" + fact.chinese() + "；" + effect.chinese() + "（与 " + comparedChinese() + " 比较）",
                table + ": " + fact.english() + "; " + effect.english() + " (compared with " + comparedEnglish() + ")",
                List.of());
    }

    private String comparedChinese() {
        return difference.comparedWith().equals("declared") ? "声明的结构" : "版本 " + difference.comparedWith();
    }

    private String comparedEnglish() {
        return difference.comparedWith().equals("declared") ? "the declared schema" : difference.comparedWith();
    }

    private Finding.Severity severity(SchemaChange change) {
        if (isLost(change) || (course == Course.REJECTED && change.matters())) {
            return Finding.Severity.ERROR;
        }
        boolean harmless = switch (change.kind()) {
            case ADDED, REORDERED -> true;
            case RETYPED -> course == Course.EVOLVED && isWidened(change);
            case MISSING -> false;
            case RENAMED -> isRenamed(change);
        };
        return course == Course.KEPT || harmless ? Finding.Severity.INFO : Finding.Severity.WARNING;
    }

    private static Text fact(SchemaChange change) {
        String column = change.column();
        String before = change.before().map(SchemaChange.Side::typeLabel).orElse("—");
        String after = change.after().map(SchemaChange.Side::typeLabel).orElse("—");
        String name = change.after().map(SchemaChange.Side::name).orElse("");
        return switch (change.kind()) {
            case ADDED ->
                new Text(
                        "来源新增列“" + column + "”（" + after + "）",
                        "the source has a new column \"" + column + "\" (" + after + ")");
            case MISSING ->
                new Text(
                        "来源缺少列“" + column + "”（" + before + "）",
                        "column \"" + column + "\" (" + before + ") is missing in the source");
            case RETYPED ->
                new Text(
                        "列“" + column + "”的类型由 " + before + " 变为 " + after,
                        "the type of column \"" + column + "\" changed from " + before + " to " + after);
            case RENAMED ->
                new Text(
                        "来源缺少列“" + column + "”（" + before + "），新增的列“" + name + "”（" + after + "）可能是它的新名",
                        "column \"" + column + "\" (" + before + ") is missing, and the new column \"" + name + "\" ("
                                + after + ") may be its new name");
            case REORDERED -> new Text("来源的列换了顺序", "the source's columns come in another order");
        };
    }

    private static String types(SchemaChange change, String arrow) {
        return change.before().map(SchemaChange.Side::typeLabel).orElse("—")
                + arrow
                + change.after().map(SchemaChange.Side::typeLabel).orElse("—");
    }

    /** What becomes of a change. */
    DriftOutlook outlook(SchemaChange change) {
        Text effect = effect(change);
        return new DriftOutlook(effect.chinese(), effect.english());
    }

    private Text effect(SchemaChange change) {
        if (isLost(change)) {
            return new Text(
                    "此列必填或属于主键，整批不发布；请让提供方补上，或声明它的新名",
                    "it is required or part of the key, so nothing is published; have the provider bring it back, or declare its new name");
        }
        if (change.kind() == Kind.REORDERED) {
            return new Text("按列名对应，不受影响", "they are matched by name, so nothing changes");
        }
        if (isRenamed(change)) {
            return course == Course.EVOLVED
                    ? new Text("已按决定改用新名", "by decision it has its new name")
                    : new Text("已按决定读入，仍用旧名", "by decision it is read under its old name");
        }
        return switch (course) {
            case REJECTED -> new Text("按策略 reject，整批不发布", "the policy is reject: nothing is published");
            case AS_DECLARED ->
                change.kind() == Kind.ADDED
                        ? new Text("未声明，没有读入", "what is not declared is left out")
                        : new Text("不符合声明的行被拒绝", "rows that do not fit what is declared are refused");
            case AS_DELIVERED ->
                switch (change.kind()) {
                    case ADDED -> new Text("新版本含此列", "the new version has it");
                    case MISSING -> new Text("新版本不再有此列", "the new version no longer has it");
                    case RETYPED -> new Text("新版本用新类型", "the new version has the new type");
                    case RENAMED, REORDERED -> new Text("新版本只有新列", "the new version has the new column alone");
                };
            case EVOLVED ->
                switch (change.kind()) {
                    case ADDED -> new Text("已加入数据集", "the dataset takes it in");
                    case MISSING -> new Text("此列在新版本中为空", "it is null in the new version");
                    case RETYPED ->
                        isWidened(change)
                                ? new Text("数据集的类型已放宽", "the dataset's type is widened")
                                : new Text(
                                        "数据集的类型不能这样改，不符合的行被拒绝",
                                        "the dataset's type cannot change so: rows that do not fit are refused");
                    case RENAMED, REORDERED ->
                        new Text(
                                "旧列为空，新列加入；若确是改名，用策略 hold 并在决定中写明 renames",
                                "the old column is null and the new one is taken in; if it was renamed, use the policy hold and decide with renames");
                };
            case KEPT ->
                switch (change.kind()) {
                    case ADDED -> new Text("没有读入", "it is left out");
                    case MISSING -> new Text("此列在新版本中为空", "it is null in the new version");
                    case RETYPED -> new Text("类型不变，不符合的行被拒绝", "the type stays, rows that do not fit are refused");
                    case RENAMED, REORDERED ->
                        new Text("旧列为空，新列没有读入", "the old column is null and the new one is left out");
                };
        };
    }

    private boolean isRenamed(SchemaChange change) {
        return change.losesColumn() && renames.keySet().stream().anyMatch(change.column()::equalsIgnoreCase);
    }

    private static boolean isWidened(SchemaChange change) {
        Optional<ColumnType> before = change.before().flatMap(SchemaChange.Side::type);
        Optional<ColumnType> after = change.after().flatMap(SchemaChange.Side::type);
        return before.isPresent() && after.isPresent() && TableShape.isWider(before.get(), after.get());
    }
}
