package org.jiaohui.openapi.portal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.CatalogueSearch;
import org.jiaohui.exchange.fault.ExchangeException;

/** Home and search without JavaScript: a form, the datasets found, and the way to the next page. */
final class SearchPage {
    private static final int SIZE = 20;
    private static final int LAST_PAGE = 10_000 / SIZE;
    private static final int LONGEST_QUESTION = 200;

    private final CatalogueSearch search;
    private final String origin;
    private final PageLanguage language;

    SearchPage(CatalogueSearch search, String origin, PageLanguage language) {
        this.search = search;
        this.origin = origin;
        this.language = language;
    }

    ShellPage home() {
        return new ShellPage(
                language,
                "",
                language.say(
                        "查找、预览、下载交通运输公开数据，看清每一次交换读了多少、拒了多少、发布了多少。",
                        "Find, preview and download open transport data, and see of every exchange what was read, refused and published."),
                origin + "/",
                Optional.empty(),
                "",
                body(language.say("交通运输数据，在这里交汇", "Where transport data meets"), "", 1));
    }

    ShellPage results(String asked, int page) {
        String question = asked.length() > LONGEST_QUESTION ? asked.substring(0, LONGEST_QUESTION) : asked.strip();
        String title = language.say("找数据", "Find data");
        return new ShellPage(
                language,
                question.isEmpty() ? title : question + " - " + title,
                language.say(
                        "按关键词、行业领域、提供单位和格式查找交通运输数据集。",
                        "Find transport datasets by keyword, theme, publisher and format."),
                origin + address(question, 1),
                Optional.empty(),
                "",
                body(title, question, Math.clamp(page, 1, LAST_PAGE)));
    }

    private static String address(String question, int page) {
        String query = (question.isEmpty() ? "" : "&q=" + URLEncoder.encode(question, StandardCharsets.UTF_8))
                + (page > 1 ? "&page=" + page : "");
        return query.isEmpty() ? "/search" : "/search?" + query.substring(1);
    }

    private String body(String title, String question, int page) {
        StringBuilder html = new StringBuilder("<h1>")
                .append(title)
                .append(
                        "</h1><form action=\"/search\" class=\"row\" role=\"search\"><input class=\"input\" type=\"search\" name=\"q\" aria-label=\"")
                .append(language.say("关键词", "Keywords"))
                .append("\" value=\"")
                .append(Html.escape(question))
                .append("\">");
        if (language == PageLanguage.ENGLISH) {
            html.append("<input type=\"hidden\" name=\"lang\" value=\"en\">");
        }
        html.append("<button class=\"button\">")
                .append(language.say("搜索", "Search"))
                .append("</button></form>");
        try {
            list(html, question, page);
        } catch (ExchangeException unavailable) {
            html.append("<p>")
                    .append(language.say("检索暂时不可用，请稍后再试。", "Search is not available at the moment; try again later."))
                    .append("</p>");
        }
        return html.toString();
    }

    private void list(StringBuilder html, String question, int page) {
        CatalogueSearch.SearchResult found = search.search(new CatalogueSearch.SearchQuery(
                question, Map.of(), question.isEmpty() ? "modified" : "relevance", page, SIZE));
        html.append("<p>")
                .append(language.say("共 " + found.total() + " 个数据集", found.total() + " datasets"))
                .append("</p><ul>");
        for (CatalogueSearch.Hit hit : found.hits()) {
            CatalogueEntry entry = hit.entry();
            html.append("<li class=\"card pad\"><a href=\"")
                    .append(Html.escape(language.address("/datasets/" + entry.id())))
                    .append("\"><strong>")
                    .append(Html.escape(
                            language.pick(entry.about().title(), entry.about().titleEn())))
                    .append("</strong></a><p>")
                    .append(Html.escape(
                            language.pick(entry.about().summary(), entry.about().summaryEn())))
                    .append("</p></li>");
        }
        html.append("</ul>");
        if ((long) page * SIZE < found.total() && page < LAST_PAGE) {
            html.append("<p><a rel=\"next\" href=\"")
                    .append(Html.escape(language.address(address(question, page + 1))))
                    .append("\">")
                    .append(language.say("下一页", "Next page"))
                    .append("</a></p>");
        }
    }
}
