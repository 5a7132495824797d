package org.jiaohui.openapi.portal;

import java.util.Locale;
import java.util.Optional;

/** The languages of the portal's pages: {@code ?lang=en} asks for English, everything else is Chinese. */
enum PageLanguage {
    CHINESE("zh-CN"),
    ENGLISH("en");

    final String code;

    PageLanguage(String code) {
        this.code = code;
    }

    static PageLanguage of(Optional<String> asked) {
        return asked.filter(text -> text.toLowerCase(Locale.ROOT).startsWith("en"))
                        .isPresent()
                ? ENGLISH
                : CHINESE;
    }

    String say(String chinese, String english) {
        return this == ENGLISH ? english : chinese;
    }

    /** The English words where they are wanted and known, else the Chinese ones. */
    String pick(String chinese, Optional<String> english) {
        return this == ENGLISH ? english.filter(text -> !text.isBlank()).orElse(chinese) : chinese;
    }

    /** The address of a page in this language; the Chinese one is the plain address. */
    String address(String url) {
        return this == ENGLISH ? url + (url.contains("?") ? "&" : "?") + "lang=en" : url;
    }
}
