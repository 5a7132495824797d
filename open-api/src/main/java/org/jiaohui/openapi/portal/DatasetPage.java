package org.jiaohui.openapi.portal;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.Sectors;
import org.jiaohui.exchange.dataset.Downloads.Download;
import org.jiaohui.exchange.table.Column;

/** A dataset as a page without JavaScript: what it is, its files, its columns. */
final class DatasetPage {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.of("Asia/Shanghai"));
    private static final Map<String, String> NAMES =
            Map.of("csv", "CSV", "parquet", "Parquet", "json", "JSON", "xlsx", "XLSX", "geojson", "GeoJSON");

    private final CatalogueEntry entry;
    private final List<Download> downloads;
    private final PageLanguage language;

    private DatasetPage(CatalogueEntry entry, List<Download> downloads, PageLanguage language) {
        this.entry = entry;
        this.downloads = downloads;
        this.language = language;
    }

    static ShellPage of(CatalogueEntry entry, List<Download> downloads, String origin, PageLanguage language) {
        var about = entry.about();
        return new ShellPage(
                language,
                language.pick(about.title(), about.titleEn()),
                language.pick(about.summary(), about.summaryEn()),
                origin + "/datasets/" + entry.id(),
                Optional.of(new DatasetJsonLd(origin, language).of(entry, downloads)),
                alternate(entry, "text/turtle", "turtle") + alternate(entry, "application/ld+json", "jsonld"),
                new DatasetPage(entry, downloads, language).body());
    }

    private static String alternate(CatalogueEntry entry, String media, String format) {
        return "<link rel=\"alternate\" type=\"" + media + "\" href=\"/api/v1/datasets/" + Html.escape(entry.id())
                + "?format=" + format + "\">";
    }

    private String body() {
        StringBuilder html = new StringBuilder("<h1>");
        html.append(Html.escape(
                        language.pick(entry.about().title(), entry.about().titleEn())))
                .append("</h1><p>")
                .append(Html.escape(
                        language.pick(entry.about().summary(), entry.about().summaryEn())))
                .append("</p>");
        facts(html);
        if (entry.harvested()) {
            resources(html);
        } else {
            files(html);
        }
        dictionary(html);
        return html.toString();
    }

    private void facts(StringBuilder html) {
        var about = entry.about();
        html.append("<dl class=\"notes card pad\">");
        fact(
                html,
                language.say("提供单位", "Publisher"),
                language.pick(about.publisher().name(), about.publisher().nameEn()));
        fact(html, language.say("更新频率", "Update cycle"), labelled(about.updateCycle(), Sectors::updateCycle));
        fact(html, language.say("开放属性", "Access"), labelled(about.access(), Sectors::access));
        fact(html, language.say("最近更新", "Last updated"), MINUTE.format(entry.modified()));
        entry.rows().ifPresent(rows -> fact(html, language.say("行数", "Rows"), String.format(Locale.ROOT, "%,d", rows)));
        entry.version().ifPresent(version -> fact(html, language.say("版本", "Version"), version.toString()));
        about.licence().ifPresent(licence -> fact(html, language.say("使用许可", "Licence"), licence));
        entry.landingPage().ifPresent(page -> fact(html, language.say("原始页面", "Original page"), page));
        html.append("</dl>");
    }

    /** What the description does not say is called that. */
    private String labelled(Optional<String> code, Function<String, Optional<Sectors.Label>> labels) {
        return code.map(known -> labels.apply(known)
                        .map(label -> language.say(label.chinese(), label.english()))
                        .orElse(known))
                .orElse(language.say("未说明", "Not stated"));
    }

    private static void fact(StringBuilder html, String name, String value) {
        html.append("<div><dt>").append(name).append("</dt><dd>");
        String escaped = Html.escape(value);
        if (Html.isWebAddress(value)) {
            html.append("<a href=\"")
                    .append(escaped)
                    .append("\">")
                    .append(escaped)
                    .append("</a>");
        } else {
            html.append(escaped);
        }
        html.append("</dd></div>");
    }

    private void files(StringBuilder html) {
        if (!entry.open()) {
            apply(html);
            return;
        }
        html.append("<h2>").append(language.say("下载", "Download")).append("</h2><ul>");
        for (Download download : downloads) {
            html.append("<li><a href=\"/api/v1/datasets/")
                    .append(Html.escape(entry.id()))
                    .append("/download/")
                    .append(download.format())
                    .append("\">")
                    .append(
                            download.format().equals("original")
                                    ? language.say("原始文件", "Original file")
                                    : NAMES.getOrDefault(download.format(), download.format()))
                    .append("</a> ");
            download.bytes().ifPresent(bytes -> html.append(String.format(Locale.ROOT, "%,d B ", bytes)));
            download.note().ifPresent(note -> html.append(Html.escape(note)));
            html.append("</li>");
        }
        html.append("</ul>");
    }

    private void apply(StringBuilder html) {
        String publisher = language.pick(
                entry.about().publisher().name(), entry.about().publisher().nameEn());
        html.append("<h2>")
                .append(language.say("申请使用", "Apply for the data"))
                .append("</h2><p>")
                .append(Html.escape(language.say(
                        "数据有条件开放，请向提供单位“" + publisher + "”申请。",
                        "The data is restricted: apply for it at the publisher, " + publisher + ".")))
                .append("</p>");
        entry.about()
                .accessConditions()
                .ifPresent(conditions ->
                        html.append("<p>").append(Html.escape(conditions)).append("</p>"));
    }

    private void resources(StringBuilder html) {
        html.append("<h2>").append(language.say("数据资源", "Resources")).append("</h2><ul>");
        for (CatalogueEntry.DistributionLink link : entry.distributions()) {
            String words = Html.escape(link.title().isBlank() ? link.format() : link.title());
            Optional<String> target = link.downloadUrl().or(link::accessUrl).filter(Html::isWebAddress);
            html.append("<li>")
                    .append(target.map(url -> "<a href=\"" + Html.escape(url) + "\">" + words + "</a>")
                            .orElse(words))
                    .append("</li>");
        }
        html.append("</ul>");
    }

    private void dictionary(StringBuilder html) {
        if (entry.schema().isEmpty()) {
            return;
        }
        html.append("<h2>").append(language.say("数据字典", "Data dictionary")).append("</h2><table class=\"data\"><tr>");
        for (String head : List.of(
                language.say("字段", "Field"),
                language.say("名称", "Title"),
                language.say("类型", "Type"),
                language.say("单位", "Unit"),
                language.say("说明", "Description"))) {
            html.append("<th scope=\"col\">").append(head).append("</th>");
        }
        html.append("</tr>");
        for (Column column : entry.schema().get().columns()) {
            html.append("<tr><th scope=\"row\"><code>")
                    .append(Html.escape(column.name()))
                    .append("</code></th>");
            for (String cell : List.of(
                    language.pick(column.title(), column.titleEn()),
                    column.type().label(),
                    column.unit().orElse(""),
                    column.description().orElse(""))) {
                html.append("<td>").append(Html.escape(cell)).append("</td>");
            }
            html.append("</tr>");
        }
        html.append("</table>");
    }
}
