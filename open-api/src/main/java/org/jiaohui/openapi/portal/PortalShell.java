package org.jiaohui.openapi.portal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/** The portal's {@code index.html}, as it was built or with language, title, head and body filled in. */
@Component
final class PortalShell {
    private static final String TITLE = "<!--app-title-->";
    private static final String END_OF_TITLE = "<!--/app-title-->";
    private static final String WITHOUT_PORTAL =
            "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><!--app-title--><title>交汇 Jiaohui</title><!--/app-title--><!--app-head--></head>"
                    + "<body><div id=\"root\"><!--app-body--></div></body></html>";

    String plain() throws IOException {
        return template();
    }

    String filled(ShellPage page) throws IOException {
        String html = template().replace("<html lang=\"zh-CN\"", "<html lang=\"" + page.language().code + "\"");
        int from = html.indexOf(TITLE);
        int to = html.indexOf(END_OF_TITLE);
        if (from >= 0 && to > from) {
            html = html.substring(0, from) + "<title>" + Html.escape(page.fullTitle()) + "</title>"
                    + html.substring(to + END_OF_TITLE.length());
        }
        return html.replace("<!--app-head-->", page.head())
                .replace(
                        "<!--app-body-->",
                        topBar(page.language()) + "<main id=\"main\"><div class=\"page\">" + page.body()
                                + "</div></main>");
    }

    private static String topBar(PageLanguage language) {
        return "<header class=\"topbar\"><div class=\"topbar-inner\"><a class=\"brand\" href=\""
                + language.address("/") + "\"><span class=\"brand-name\">" + language.say("交汇", "Jiaohui")
                + "</span></a><nav class=\"places\" aria-label=\"" + language.say("主导航", "Main navigation") + "\">"
                + place(language.address("/search"), language.say("找数据", "Datasets"))
                + place("/catalog", language.say("DCAT 目录", "DCAT catalogue"))
                + place("/swagger-ui", language.say("接口文档", "API reference"))
                + "</nav></div></header>";
    }

    private static String place(String target, String words) {
        return "<a href=\"" + target + "\">" + words + "</a>";
    }

    private static String template() throws IOException {
        try (InputStream in = PortalShell.class.getResourceAsStream("/static/index.html")) {
            return in == null ? WITHOUT_PORTAL : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
