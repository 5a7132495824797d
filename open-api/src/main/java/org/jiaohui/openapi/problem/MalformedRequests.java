package org.jiaohui.openapi.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Parameters and headers that cannot be read at all. They are met before a handler is chosen as well as within it, so this advice is for all of them and comes first. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MalformedRequests {
    private static final int MOST_SHOWN = 80;

    @ExceptionHandler(InvalidParameterException.class)
    ResponseEntity<Problem> undecodable(HttpServletRequest request) {
        return answer(undecodableQuery(request.getQueryString()), request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> mediaType(InvalidMediaTypeException wrong, HttpServletRequest request) {
        return answer(noMediaType(wrong.getMediaType()), request);
    }

    /** Names the first parameter that is not percent-encoded UTF-8. */
    static String undecodableQuery(@Nullable String query) {
        Optional<String> wrong = Arrays.stream((query == null ? "" : query).split("&", -1))
                .filter(pair -> !isUtf8(pair))
                .findFirst();
        if (wrong.isEmpty()) {
            return "请求的参数无法解码，要用百分号编码的 UTF-8 / the parameters cannot be decoded: percent-encode them as UTF-8";
        }
        String[] pair = wrong.get().split("=", 2);
        String value = shortened(pair.length == 2 ? pair[1] : "");
        return "参数 " + shortened(pair[0]) + " 的值 \"" + value + "\" 不是百分号编码的 UTF-8 / the value \"" + value
                + "\" of the parameter " + shortened(pair[0]) + " is not percent-encoded UTF-8";
    }

    /** What is wrong with a header that should name media types; empty when nothing is. */
    static Optional<String> noMediaTypeIn(@Nullable String header) {
        try {
            MediaType.parseMediaTypes(header);
            return Optional.empty();
        } catch (InvalidMediaTypeException wrong) {
            return Optional.of(noMediaType(wrong.getMediaType()));
        }
    }

    /** What stands where a media type should. */
    static String noMediaType(String text) {
        return "请求头 " + HttpHeaders.ACCEPT + " 或 " + HttpHeaders.CONTENT_TYPE + " 中的 \"" + shortened(text)
                + "\" 不是媒体类型，应如 application/json / \"" + shortened(text) + "\" in the header " + HttpHeaders.ACCEPT
                + " or "
                + HttpHeaders.CONTENT_TYPE + " is no media type such as application/json";
    }

    private static boolean isUtf8(String encoded) {
        try {
            // A replacement character that the caller did not write stands for bytes that are no UTF-8.
            return URLDecoder.decode(encoded.replaceAll("(?i)%EF%BF%BD", ""), StandardCharsets.UTF_8)
                            .indexOf('\uFFFD')
                    < 0;
        } catch (IllegalArgumentException noPercentEncoding) {
            return false;
        }
    }

    private static String shortened(String text) {
        return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
    }

    private static ResponseEntity<Problem> answer(String detail, HttpServletRequest request) {
        return ResponseEntity.badRequest()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Problem.of(ErrorCode.BAD_REQUEST, detail, TraceId.of(request), request.getRequestURI()));
    }
}
