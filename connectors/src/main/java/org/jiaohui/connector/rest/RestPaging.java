package org.jiaohui.connector.rest;

import java.net.URI;
import java.util.Optional;
import org.jiaohui.connector.SettingValues;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** How the pages of an interface follow each other. */
record RestPaging(
        Kind kind,
        URI address,
        String rowsPath,
        String parameter,
        int firstPage,
        Optional<String> sizeParameter,
        int pageSize,
        String cursorPath,
        int maxPages) {
    enum Kind {
        NONE,
        PAGE,
        OFFSET,
        CURSOR,
        LINK
    }

    static RestPaging of(SettingValues values) {
        Kind kind = Kind.valueOf(values.text("paging").toUpperCase(java.util.Locale.ROOT));
        return new RestPaging(
                kind,
                values.uri("url"),
                pointer("rows-path", values.find("rows-path").orElse("")),
                values.text("page-parameter"),
                values.integer("first-page"),
                values.find("size-parameter"),
                Math.max(1, values.integer("page-size")),
                pointer("cursor-path", values.text("cursor-path")),
                values.integer("max-pages"));
    }

    URI first() {
        URI sized = sizeParameter
                .map(name -> RestProtocol.with(address, name, Integer.toString(pageSize)))
                .orElse(address);
        return switch (kind) {
            case NONE, CURSOR, LINK -> sized;
            case PAGE, OFFSET -> RestProtocol.with(sized, parameter, Integer.toString(firstPage));
        };
    }

    /** The page after one that brought {@code count} rows; absent at the end. Pages and offsets end with a page that brings none. */
    Optional<URI> next(URI current, JsonNode document, int count, long rows, int page, Optional<URI> link) {
        return switch (kind) {
            case NONE -> Optional.empty();
            case LINK -> link;
            case PAGE ->
                count == 0
                        ? Optional.empty()
                        : Optional.of(RestProtocol.with(current, parameter, Long.toString((long) firstPage + page)));
            case OFFSET ->
                count == 0
                        ? Optional.empty()
                        : Optional.of(RestProtocol.with(current, parameter, Long.toString(firstPage + rows)));
            case CURSOR -> cursor(current, document.at(JsonPointer.compile(cursorPath)));
        };
    }

    private Optional<URI> cursor(URI current, JsonNode next) {
        if (next.isMissingNode() || next.isNull() || next.asString().isEmpty()) {
            return Optional.empty();
        }
        String text = next.asString();
        return Optional.of(
                text.startsWith("http://") || text.startsWith("https://")
                        ? URI.create(text)
                        : RestProtocol.with(current, parameter, text));
    }

    private static String pointer(String setting, String text) {
        try {
            return JsonPointer.compile(text).toString();
        } catch (IllegalArgumentException broken) {
            throw SettingValues.wrong("设置项 \"" + setting + "\" 不是 JSON Pointer：\"" + text
                    + "\" / is not a JSON Pointer; example: /data/items");
        }
    }
}
