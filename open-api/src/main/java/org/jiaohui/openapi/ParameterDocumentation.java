package org.jiaohui.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.List;
import java.util.Optional;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Says in the OpenAPI description what each parameter means, in both languages: the same name means the same below the same path. */
@Component
final class ParameterDocumentation implements GlobalOpenApiCustomizer {
    /** @param path the beginning of the paths that it is about */
    private record Meaning(String path, String name, String words) {
        boolean is(String address, Parameter parameter) {
            return address.startsWith(path) && parameter.getName().equals(name);
        }
    }

    /** The first that fits counts. */
    private static final List<Meaning> MEANINGS = List.of(
            new Meaning(
                    "/api/v1/datasets/{id}/download",
                    "format",
                    "文件格式：csv、parquet、json、xlsx、geojson、original / the format of the file"),
            new Meaning(
                    "/api/v1/datasets/{id}/records",
                    "format",
                    "json（默认）分页，csv 一个文件给出全部行 / json (default) in pages, csv as one file with all rows"),
            new Meaning(
                    "/api/v1/datasets/{id}/changes",
                    "format",
                    "json（默认）分页，csv 与 parquet 为一个文件 / json (default) in pages, csv and parquet as one file"),
            new Meaning(
                    "/api/v1/datasets/{id}",
                    "format",
                    "以 DCAT 返回：turtle、jsonld、rdfxml、nt，优先于 Accept / as DCAT, before Accept"),
            new Meaning("/api/v1/datasets/{id}", "id", "数据集标识 / id of the dataset"),
            new Meaning(
                    "/api/v1/datasets/{id}", "version", "版本，如 v3；不给则为最新 / a version such as v3; the newest without"),
            new Meaning(
                    "/api/v1/datasets/{id}",
                    "select",
                    "列名，逗号分隔，可含聚合；不给则为全部 / columns, separated by commas, aggregates too; all without"),
            new Meaning(
                    "/api/v1/datasets/{id}",
                    "where",
                    "条件，SQL 的安全子集，见 docs/records.md / a condition in a safe subset of SQL"),
            new Meaning("/api/v1/datasets/{id}", "group", "按这些列分组 / columns to group by"),
            new Meaning(
                    "/api/v1/datasets/{id}",
                    "order",
                    "按这些列排序，可加 desc / columns to order by, with desc for the other way round"),
            new Meaning(
                    "/api/v1/datasets/{id}",
                    "limit",
                    "最多几行，1–10000；CSV 不限 / at most so many rows, 1 to 10,000; without bound for CSV"),
            new Meaning("/api/v1/datasets/{id}", "cursor", "上一页的 next / the next of the page before"),
            new Meaning("/api/v1/datasets/{id}", "since", "从这个版本之后的变化，如 v12 / changes after this version, such as v12"),
            new Meaning("/api/v1/datasets/{id}", "to", "到这个版本；不给则到最新 / up to this version; the newest without"),
            new Meaning("/api/v1/datasets/{id}", "old", "也给出更新前的行 / give the rows as they were before an update, too"),
            new Meaning("/api/v1/datasets", "q", "要找的词；不给则列出全部 / words to find; all datasets without"),
            new Meaning(
                    "/api/v1/datasets",
                    "publisher",
                    "提供单位代码，可重复，任一即可 / code of the publisher; may be repeated, any of them fits"),
            new Meaning("/api/v1/datasets", "theme", "行业领域代码，可重复 / code of the sector; may be repeated"),
            new Meaning(
                    "/api/v1/datasets",
                    "format",
                    "数据格式，如 CSV，不分大小写，可重复 / a format such as CSV, in any case; may be repeated"),
            new Meaning(
                    "/api/v1/datasets",
                    "region",
                    "行政区划代码（GB/T 2260），可重复 / GB/T 2260 code of the region; may be repeated"),
            new Meaning(
                    "/api/v1/datasets",
                    "sort",
                    "relevance、modified、title、rows 或 quality / how the results are ordered"),
            new Meaning("/api/v1/suggest", "q", "已输入的文字 / what was typed so far"),
            new Meaning("/api/v1/sources", "id", "数据源标识 / id of the source"),
            new Meaning("/api/v1/connectors", "type", "连接器类型，如 jdbc / type of the connector, such as jdbc"),
            new Meaning(
                    "/api/v1/target-connectors",
                    "type",
                    "目标连接器类型，如 postgresql / type of the target connector, such as postgresql"),
            new Meaning("/api/v1/targets", "id", "目标标识 / id of the target"),
            new Meaning("/api/v1/subscriptions", "id", "订阅标识 / id of the subscription"),
            new Meaning(
                    "/api/v1/tasks/{id}",
                    "dataset",
                    "keep：数据集留在目录中；withdraw：从目录撤下 / keep: the dataset stays in the catalogue; withdraw: it is taken out"),
            new Meaning("/api/v1/tasks", "id", "任务标识 / id of the task"),
            new Meaning(
                    "/api/v1/runs/{id}/quarantine",
                    "format",
                    "csv 或 xlsx，按数据的列给出；不给则为问题清单 / csv or xlsx with the columns of the data; a list of reasons without"),
            new Meaning(
                    "/api/v1/runs/{id}/quarantine",
                    "dataset",
                    "其中一个表的数据集；只有一个表时可省 / the dataset of one of the tables; not needed where there is one"),
            new Meaning("/api/v1/runs", "id", "运行标识 / id of the run"),
            new Meaning("/api/v1/runs", "outcome", "Published、Unchanged、Rejected 或 Failed / how the run ended"),
            new Meaning("/api/v1/runs", "status", "queued、running、stopping、held 或 finished / where the run stands"),
            new Meaning("/api/v1/alerts", "id", "告警编号 / number of the alert"),
            new Meaning("/api/v1/alerts", "rule", "告警规则，如 run-failed / rule of the alert, such as run-failed"),
            new Meaning(
                    "/api/v1/alerts",
                    "open",
                    "true 只列未恢复的，false 只列已恢复的 / true: only what lasts, false: only what is over"),
            new Meaning("/api/v1/dead-letters", "task", "任务标识 / id of the task"),
            new Meaning("/api/v1/calendar", "year", "年份 / the year"),
            new Meaning("/api/v1/deliveries", "id", "交付标识 / id of the delivery"),
            new Meaning(
                    "/api/v1/deliveries",
                    "status",
                    "waiting、running、stopping、delivered 或 failed / where the delivery stands"),
            new Meaning("/api/v1/deliveries", "target", "只列这个目标的 / only those to this target"),
            new Meaning("/api/v1/reconciliations", "id", "对账单标识 / id of the statement"),
            new Meaning(
                    "/api/v1/reconciliations", "date", "对账日期，如 2026-11-27 / day of the statement, such as 2026-11-27"),
            new Meaning("/api/v1/reconciliations", "state", "对账状态，如 balanced、differs、unknown / state of the statement"),
            new Meaning("/api/v1/reconciliations", "kind", "差异的种类 / kind of the difference"),
            new Meaning("/api/v1/reconciliations", "format", "json（默认）、csv 或 xlsx / json (default), csv or xlsx"),
            new Meaning("/api/v1/projections", "name", "graph 或 search / graph or search"),
            new Meaning(
                    "/api/v1/publish",
                    "id",
                    "数据集、任务与数据源的标识；不给则取自文件名 / id of dataset, task and source; drawn from the file's name without"),
            new Meaning("/api/v1/publish", "title", "题名；不给则取自文件名 / title; drawn from the file's name without"),
            new Meaning("/api/v1/publish", "publisher", "提供单位代码 / code of the publisher"),
            new Meaning("/catalog", "format", "turtle、jsonld、rdfxml 或 nt，优先于 Accept / which RDF syntax, before Accept"),
            new Meaning(
                    "/sparql",
                    "query",
                    "SPARQL 1.1 查询，只读，最多 20000 个字符 / a SPARQL 1.1 query, read-only, 20,000 characters at most"),
            // What means the same wherever it stands.
            new Meaning("/", "page", "页码，从 1 起 / the page, from 1"),
            new Meaning("/", "size", "每页几条 / entries on a page"),
            new Meaning("/", "task", "只列这个任务的 / only those of this task"),
            new Meaning("/", "dataset", "只列这个数据集的 / only those of this dataset"),
            new Meaning("/", "subscription", "只列这个订阅的 / only those of this subscription"),
            new Meaning("/", "from", "从第几张回执起 / the first receipt, from 1"),
            new Meaning("/", "to", "到第几张回执止 / the last receipt"),
            new Meaning("/", "format", "jsonl（默认，每行一张）或 zip / jsonl (default, one a line) or zip"),
            new Meaning("/", "Accept", "要哪种媒体类型；不提供的为 406 / which media type; what is not offered is 406"),
            new Meaning("/", "If-None-Match", "* 表示只新建，已有则拒绝 / * to create only: refused where there is one already"),
            new Meaning("/", "If-Match", "只在未被他人改过时进行：上次读到的 ETag / only if nobody changed it: the ETag that was read"));

    @Override
    public void customise(OpenAPI description) {
        description
                .getPaths()
                .forEach((path, item) -> item.readOperations()
                        .forEach(operation -> Optional.ofNullable(operation.getParameters())
                                .orElse(List.of())
                                .forEach(parameter -> describe(path, parameter))));
    }

    /** What stands at the interface itself is more than what its name tells. */
    private static void describe(String path, Parameter parameter) {
        if (parameter.getDescription() == null) {
            MEANINGS.stream()
                    .filter(meaning -> meaning.is(path, parameter))
                    .findFirst()
                    .ifPresent(meaning -> parameter.setDescription(meaning.words()));
        }
    }
}
