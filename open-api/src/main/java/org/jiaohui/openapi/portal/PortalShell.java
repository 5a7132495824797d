package org.jiaohui.openapi.portal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.Sectors;
import org.jiaohui.exchange.table.Column;
import org.springframework.stereotype.Component;

/** The portal's {@code index.html} with title, head and body filled in. */
@Component
final class PortalShell {
    private static final String WITHOUT_PORTAL =
            "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><!--app-title--><title>交汇 Jiaohui</title><!--/app-title--><!--app-head--></head>"
                    + "<body><div id=\"root\"><!--app-body--></div></body></html>";

    String plain() throws IOException {
        return template();
    }

    String dataset(CatalogueEntry entry, String origin) throws IOException {
        String title = Html.escape(entry.about().title());
        String html = template();
        int from = html.indexOf("<!--app-title-->");
        int to = html.indexOf("<!--/app-title-->");
        if (from >= 0 && to > from) {
            html = html.substring(0, from) + "<title>" + title + " · 交汇</title>"
                    + html.substring(to + "<!--/app-title-->".length());
        }
        return html.replace("<!--app-head-->", head(entry, origin)).replace("<!--app-body-->", body(entry));
    }

    private static String head(CatalogueEntry entry, String origin) {
        String url = origin + "/datasets/" + entry.id();
        String summary = Html.escape(shortened(entry.about().summary()));
        StringBuilder json = new StringBuilder("{\"@context\":\"https://schema.org/\",\"@type\":\"Dataset\",\"name\":")
                .append(Html.json(entry.about().title()))
                .append(",\"description\":")
                .append(Html.json(entry.about().summary()))
                .append(",\"url\":")
                .append(Html.json(url))
                .append(",\"identifier\":")
                .append(Html.json(entry.id()))
                .append(",\"dateModified\":")
                .append(Html.json(entry.modified().toString()))
                .append(",\"publisher\":{\"@type\":\"Organization\",\"name\":")
                .append(Html.json(entry.about().publisher().name()))
                .append('}');
        entry.about()
                .licence()
                .ifPresent(licence -> json.append(",\"license\":").append(Html.json(licence)));
        if (!entry.harvested()) {
            json.append(",\"distribution\":[");
            String separator = "";
            for (String format : entry.formats()) {
                if (isDownload(format)) {
                    json.append(separator)
                            .append("{\"@type\":\"DataDownload\",\"encodingFormat\":")
                            .append(Html.json(format))
                            .append(",\"contentUrl\":")
                            .append(Html.json(origin + download(entry, format)))
                            .append('}');
                    separator = ",";
                }
            }
            json.append(']');
        }
        json.append('}');
        return "<meta name=\"description\" content=\"" + summary + "\"><link rel=\"canonical\" href=\""
                + Html.escape(url) + "\">"
                + "<link rel=\"alternate\" type=\"text/turtle\" href=\"/api/v1/datasets/" + Html.escape(entry.id())
                + "?format=turtle\">"
                + "<script type=\"application/ld+json\">" + json + "</script>";
    }

    private static String body(CatalogueEntry entry) {
        StringBuilder html = new StringBuilder("<main><h1>")
                .append(Html.escape(entry.about().title()))
                .append("</h1><p>")
                .append(Html.escape(entry.about().summary()))
                .append("</p><dl><dt>提供单位 Publisher</dt><dd>")
                .append(Html.escape(entry.about().publisher().name()))
                .append("</dd><dt>更新周期 Update cycle</dt><dd>")
                .append(Html.escape(Sectors.updateCycle(entry.about().updateCycle())
                        .map(Sectors.Label::chinese)
                        .orElse(entry.about().updateCycle())))
                .append("</dd>");
        entry.rows()
                .ifPresent(rows -> html.append("<dt>行数 Rows</dt><dd>")
                        .append(String.format("%,d", rows))
                        .append("</dd>"));
        entry.version()
                .ifPresent(version ->
                        html.append("<dt>版本 Version</dt><dd>").append(version).append("</dd>"));
        html.append("</dl>");
        if (!entry.harvested()) {
            html.append("<h2>下载 Download</h2><ul>");
            entry.formats().stream()
                    .filter(PortalShell::isDownload)
                    .forEach(format -> html.append("<li><a href=\"")
                            .append(Html.escape(download(entry, format)))
                            .append("\">")
                            .append(Html.escape(format))
                            .append("</a></li>"));
            html.append("</ul>");
        }
        entry.schema().ifPresent(schema -> {
            html.append("<h2>数据字典 Columns</h2><table><tr><th>字段</th><th>名称</th><th>类型</th></tr>");
            for (Column column : schema.columns()) {
                html.append("<tr><td>")
                        .append(Html.escape(column.name()))
                        .append("</td><td>")
                        .append(Html.escape(column.title()))
                        .append("</td><td>")
                        .append(column.type())
                        .append("</td></tr>");
            }
            html.append("</table>");
        });
        return html.append("</main>").toString();
    }

    private static boolean isDownload(String format) {
        return switch (format) {
            case "CSV", "Parquet", "JSON", "XLSX", "GeoJSON" -> true;
            default -> false;
        };
    }

    private static String download(CatalogueEntry entry, String format) {
        return "/api/v1/datasets/" + entry.id() + "/download/" + format.toLowerCase(java.util.Locale.ROOT);
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    private static String template() throws IOException {
        try (InputStream in = PortalShell.class.getResourceAsStream("/static/index.html")) {
            return in == null ? WITHOUT_PORTAL : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
