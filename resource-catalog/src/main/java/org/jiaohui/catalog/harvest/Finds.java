package org.jiaohui.catalog.harvest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jiaohui.exchange.run.Finding;

/** Collects what is wrong with descriptions: one finding per rule, with at most ten samples. */
final class Finds {
    private static final int SAMPLES = 10;

    private record Kind(String rule, Finding.Severity severity, String message, String messageEn) {}

    private final Map<Kind, List<Finding.Sample>> samples = new LinkedHashMap<>();
    private final Map<Kind, Long> counts = new LinkedHashMap<>();
    private long refused;

    void noIdentity(long index, String value) {
        refused++;
        add(
                new Kind(
                        "catalogue-identity",
                        Finding.Severity.ERROR,
                        "数据集缺少标识，未收录",
                        "datasets without an identifier are refused"),
                index,
                value,
                "identifier is missing");
    }

    void noTitle(long index, String value) {
        refused++;
        add(
                new Kind(
                        "catalogue-title",
                        Finding.Severity.ERROR,
                        "数据集缺少标题，未收录",
                        "datasets without a title are refused"),
                index,
                value,
                "title is missing");
    }

    void twice(long index, String value) {
        refused++;
        add(
                new Kind(
                        "catalogue-duplicate",
                        Finding.Severity.ERROR,
                        "同一标识出现多次，只收录第一个",
                        "an identifier occurs more than once; the first is kept"),
                index,
                value,
                "identifier was seen before");
    }

    void doubtful(String file, long line, String message) {
        add(
                new Kind(
                        "catalogue-literal",
                        Finding.Severity.WARNING,
                        "描述中有不规范的值，已原样保留",
                        "values that are not well formed are kept as they came"),
                line,
                file,
                message);
    }

    long refused() {
        return refused;
    }

    List<Finding> list() {
        List<Finding> findings = new ArrayList<>();
        samples.forEach((kind, some) -> findings.add(new Finding(
                kind.rule(),
                kind.severity(),
                "",
                counts.getOrDefault(kind, 0L),
                kind.message(),
                kind.messageEn(),
                some)));
        return findings;
    }

    private void add(Kind kind, long row, String value, String reason) {
        counts.merge(kind, 1L, Long::sum);
        List<Finding.Sample> some = samples.computeIfAbsent(kind, k -> new ArrayList<>());
        if (some.size() < SAMPLES) {
            some.add(new Finding.Sample(row, value, reason));
        }
    }
}
