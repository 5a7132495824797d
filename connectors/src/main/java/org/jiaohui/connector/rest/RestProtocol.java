package org.jiaohui.connector.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.Protocol;
import org.jiaohui.connector.http.HttpAnswer;
import org.jiaohui.connector.http.HttpProtocol;
import org.jiaohui.connector.http.HttpSettings;
import org.jiaohui.connector.http.HttpTransfer;
import org.jiaohui.connector.http.HttpTrial;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.source.trial.Trial;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pages of JSON, laid down row by row as one NDJSON file. One page is in memory at a time. */
public record RestProtocol(AllowedHosts hosts) implements Protocol {
    private static final int PAGE_LIMIT = 64 << 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "rest",
            "REST 接口（分页 JSON）",
            "REST interface (paged JSON)",
            HttpSettings.with(
                    Setting.required("url", "地址", "Address", SettingType.URI),
                    Setting.choice(
                            "paging", "分页方式", "How pages are asked for", "none", "page", "offset", "cursor", "link"),
                    Setting.optional(
                            "rows-path",
                            "行所在位置（JSON Pointer）",
                            "Where the rows lie (JSON Pointer)",
                            SettingType.TEXT,
                            ""),
                    Setting.optional(
                            "page-parameter",
                            "页码、偏移或游标参数名",
                            "Name of the page, offset or cursor parameter",
                            SettingType.TEXT,
                            "page"),
                    Setting.optional(
                            "first-page",
                            "首页页码或偏移",
                            "Number of the first page, or first offset",
                            SettingType.INTEGER,
                            "1"),
                    Setting.optional(
                            "size-parameter", "每页行数参数名", "Name of the page size parameter", SettingType.TEXT, ""),
                    Setting.optional("page-size", "每页行数", "Rows a page", SettingType.INTEGER, "1000"),
                    Setting.optional(
                            "cursor-path",
                            "下一游标的位置（JSON Pointer）",
                            "Where the next cursor lies (JSON Pointer)",
                            SettingType.TEXT,
                            "/next"),
                    Setting.optional("max-pages", "最多页数", "Pages at most", SettingType.INTEGER, "100000")));

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Delivery fetch(Fetch fetch) {
        RestPaging paging = RestPaging.of(fetch.settings());
        try (HttpTransfer transfer = new HttpTransfer(HttpSettings.of(fetch.settings()), hosts, fetch.watch())) {
            return paging.kind() == RestPaging.Kind.NONE
                    ? single(fetch, transfer, paging)
                    : all(fetch, transfer, paging);
        }
    }

    /** One page, asked for with the validators of the last one. */
    private static Delivery single(Fetch fetch, HttpTransfer transfer, RestPaging paging) {
        URI address = paging.first();
        try (HttpAnswer answer = transfer.get(address, HttpProtocol.conditions(address, fetch.since()))) {
            if (answer.status() == 304) {
                return new Delivery.NotModified();
            }
            String position = HttpProtocol.position(address, answer);
            JsonNode document = parse(answer.body(PAGE_LIMIT), address);
            SpooledFile file = fetch.lines("rows.ndjson", to -> {
                if (write(document, paging.rowsPath(), to, address) == 0) {
                    throw empty(paging);
                }
            });
            return new Delivery.Files(List.of(file), position);
        }
    }

    private static Delivery all(Fetch fetch, HttpTransfer transfer, RestPaging paging) {
        return new Delivery.Files(List.of(fetch.lines("rows.ndjson", to -> pages(transfer, paging, to))), "");
    }

    private static void pages(HttpTransfer transfer, RestPaging paging, OutputStream to) throws IOException {
        Optional<URI> address = Optional.of(paging.first());
        byte[] before = new byte[0];
        long rows = 0;
        for (int page = 1; address.isPresent(); page++) {
            URI current = address.get();
            if (page > paging.maxPages()) {
                throw new ExchangeException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "超过 " + paging.maxPages() + " 页（设置项 max-pages） / more pages than max-pages ("
                                + paging.maxPages() + ")");
            }
            try (HttpAnswer answer = transfer.get(current, Map.of())) {
                byte[] body = answer.body(PAGE_LIMIT);
                JsonNode document = parse(body, current);
                int count = write(document, paging.rowsPath(), to, current);
                if (count > 0 && page > 1 && Arrays.equals(body, before)) {
                    throw wrongly(
                            current,
                            "第 " + page + " 页与上一页相同，分页设置可能不对 / page " + page
                                    + " equals the one before; check the paging settings",
                            null);
                }
                before = body;
                rows += count;
                address = paging.next(current, document, count, rows, page, answer.next());
                if (address.filter(current::equals).isPresent()) {
                    throw wrongly(current, "下一页指向自己 / the next page is the page itself", null);
                }
            }
        }
        if (rows == 0) {
            throw empty(paging);
        }
    }

    private static ExchangeException empty(RestPaging paging) {
        return new ExchangeException(
                ErrorCode.SOURCE_EMPTY, HttpTransfer.shown(paging.first()) + " 没有返回任何行 / answered without a row");
    }

    private static JsonNode parse(byte[] body, URI address) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException broken) {
            throw wrongly(address, "返回的不是 JSON / did not answer with JSON: " + broken.getOriginalMessage(), broken);
        }
    }

    private static int write(JsonNode document, String path, OutputStream to, URI address) throws IOException {
        JsonNode rows = document.at(JsonPointer.compile(path));
        if (!rows.isArray()) {
            throw wrongly(
                    address, "在 \"" + path + "\" 处没有数组 / has no array at \"" + path + "\" (setting rows-path)", null);
        }
        for (JsonNode row : rows) {
            to.write(JSON.writeValueAsBytes(row));
            to.write('\n');
        }
        return rows.size();
    }

    static ExchangeException wrongly(URI address, String why, @Nullable Throwable cause) {
        return new ExchangeException(ErrorCode.SOURCE_ANSWERED_WRONGLY, HttpTransfer.shown(address) + " " + why, cause);
    }

    /** An address with one more query parameter; a parameter of that name is replaced. */
    static URI with(URI address, String name, String value) {
        String query = Arrays.stream(
                        Optional.ofNullable(address.getRawQuery()).orElse("").split("&", -1))
                .filter(each -> !each.isEmpty() && !each.startsWith(name + "="))
                .collect(java.util.stream.Collectors.joining("&"));
        String added = URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8);
        String text = address.toString().split("[?#]", 2)[0];
        return URI.create(text + "?" + (query.isEmpty() ? "" : query + "&") + added);
    }

    @Override
    public void test(Fetch fetch, Trial trial) {
        RestPaging paging = RestPaging.of(fetch.settings());
        URI page = paging.first();
        HttpTrial.of(fetch, trial, hosts, page, Map.of(), answer -> {
            JsonNode document = parse(answer.body(PAGE_LIMIT), page);
            SpooledFile file = fetch.lines("rows.ndjson", to -> write(document, paging.rowsPath(), to, page));
            return new Delivery.Files(List.of(file), "");
        });
    }
}
