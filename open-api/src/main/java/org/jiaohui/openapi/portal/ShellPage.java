package org.jiaohui.openapi.portal;

import java.util.Optional;

/**
 * What the server writes into the portal's shell, for readers without JavaScript, for search engines and for previews in messengers.
 *
 * @param url the page's own address in Chinese, without parameters that do not name content
 * @param jsonLd a schema.org description, escaped for a script element
 * @param links further elements for the head, as HTML
 * @param body HTML of the main part
 */
record ShellPage(
        PageLanguage language,
        String title,
        String description,
        String url,
        Optional<String> jsonLd,
        String links,
        String body) {
    private static final int LONGEST_DESCRIPTION = 200;

    String fullTitle() {
        String hub = language.say("交汇", "Jiaohui");
        return title.isEmpty()
                ? language.say("交汇 · 交通运输数据开放与信息资源交换平台", "Jiaohui · Transport Open Data and Exchange Hub")
                : title + " · " + hub;
    }

    /** Description, canonical address, the same page in the other language, the preview of messengers, schema.org. */
    String head() {
        String shown = Html.escape(
                description.length() <= LONGEST_DESCRIPTION
                        ? description
                        : description.substring(0, LONGEST_DESCRIPTION) + "…");
        StringBuilder head = new StringBuilder();
        head.append("<meta name=\"description\" content=\"").append(shown).append("\">");
        link(head, "canonical", "", language.address(url));
        link(head, "alternate", " hreflang=\"zh-CN\"", PageLanguage.CHINESE.address(url));
        link(head, "alternate", " hreflang=\"en\"", PageLanguage.ENGLISH.address(url));
        link(head, "alternate", " hreflang=\"x-default\"", url);
        head.append(links);
        property(head, "og:type", "website");
        property(head, "og:title", Html.escape(title.isEmpty() ? fullTitle() : title));
        property(head, "og:description", shown);
        property(head, "og:url", Html.escape(language.address(url)));
        property(head, "og:locale", language.say("zh_CN", "en"));
        jsonLd.ifPresent(json -> head.append("<script type=\"application/ld+json\">")
                .append(json)
                .append("</script>"));
        return head.toString();
    }

    private static void link(StringBuilder head, String relation, String more, String target) {
        head.append("<link rel=\"")
                .append(relation)
                .append('"')
                .append(more)
                .append(" href=\"")
                .append(Html.escape(target))
                .append("\">");
    }

    private static void property(StringBuilder head, String name, String escaped) {
        head.append("<meta property=\"")
                .append(name)
                .append("\" content=\"")
                .append(escaped)
                .append("\">");
    }
}
