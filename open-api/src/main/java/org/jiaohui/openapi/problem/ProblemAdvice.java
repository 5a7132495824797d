package org.jiaohui.openapi.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Turns every exception of an interface into a problem, before the framework's own handler, whose problems have neither code nor trace. */
@RestControllerAdvice(basePackages = "org.jiaohui.openapi")
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Problem> expected(ExchangeException broken, HttpServletRequest request) {
        if (broken.code() == ErrorCode.INTERNAL) {
            LOG.warn("trace={} path={}", TraceId.of(request), request.getRequestURI(), broken);
        }
        return answer(broken.code(), broken.getMessage(), broken.field(), request);
    }

    /** The container could not decode the query: {@code %FF} is no UTF-8. */
    @ExceptionHandler
    ResponseEntity<Problem> undecodable(IllegalStateException wrong, HttpServletRequest request) {
        if (wrong.getClass().getName().startsWith("org.apache.tomcat.util.http.")) {
            return answer(
                    ErrorCode.BAD_REQUEST,
                    "网址参数不是百分号编码的 UTF-8 / the query is not percent-encoded UTF-8: " + wrong.getMessage(),
                    request);
        }
        return defect(wrong, request);
    }

    @ExceptionHandler({IllegalArgumentException.class})
    ResponseEntity<Problem> caller(Exception wrong, HttpServletRequest request) {
        return answer(ErrorCode.BAD_REQUEST, String.valueOf(wrong.getMessage()), request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> value(MethodArgumentTypeMismatchException wrong, HttpServletRequest request) {
        return answer(
                ErrorCode.BAD_REQUEST,
                "参数 " + wrong.getName() + " 的值 \"" + wrong.getValue() + "\" 不可用 / the parameter " + wrong.getName()
                        + " cannot be \"" + wrong.getValue() + "\"",
                request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> missing(MissingServletRequestParameterException wrong, HttpServletRequest request) {
        return answer(
                ErrorCode.BAD_REQUEST,
                "缺少参数 " + wrong.getParameterName() + " / the parameter " + wrong.getParameterName() + " is missing",
                request);
    }

    /** A body that is not what the interface takes: which field, and what may stand there. */
    @ExceptionHandler
    ResponseEntity<Problem> body(HttpMessageNotReadableException wrong, HttpServletRequest request) {
        Throwable cause = wrong.getCause();
        // What a body's own record refused comes wrapped by the reader of JSON.
        return cause instanceof JacksonException && cause.getCause() instanceof ExchangeException refused
                ? expected(refused, request)
                : answer(ErrorCode.BAD_REQUEST, explain(cause), place(cause), request);
    }

    /** Where in the body the fault lies: {@code limits.rows}. */
    private static Optional<String> place(@Nullable Throwable cause) {
        if (!(cause instanceof JacksonException broken)) {
            return Optional.empty();
        }
        String path = broken.getPath().stream()
                .map(JacksonException.Reference::getPropertyName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        return Optional.of(path).filter(each -> !each.isEmpty());
    }

    private static String explain(@Nullable Throwable cause) {
        if (cause instanceof UnrecognizedPropertyException unknown) {
            String may = unknown.getKnownPropertyIds() == null
                    ? ""
                    : unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", "));
            return "不认识的字段 \"" + unknown.getPropertyName() + "\"，可用：" + may + " / unknown field \""
                    + unknown.getPropertyName() + "\", use one of: " + may;
        }
        if (cause instanceof JacksonException broken) {
            return "请求体不是所要的 JSON / the body is not the JSON that is wanted: "
                    + broken.getOriginalMessage().replaceAll("`?(java|org\\.jiaohui|tools)\\.[\\w.$]+`?", "value");
        }
        return "请求体无法读取 / the body cannot be read";
    }

    /** The reader went away in the middle of an answer: nobody is left to tell. */
    @ExceptionHandler
    void readerGone(AsyncRequestNotUsableException gone) {
        LOG.debug("a reader went away: {}", gone.toString());
    }

    @ExceptionHandler
    ResponseEntity<Problem> defect(RuntimeException defect, HttpServletRequest request) {
        LOG.warn("trace={} path={}", TraceId.of(request), request.getRequestURI(), defect);
        return answer(ErrorCode.INTERNAL, "内部错误，请把追踪号告诉运维 / internal error: tell the operator the trace id", request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> stream(IOException broken, HttpServletRequest request) {
        LOG.warn("trace={} path={}", TraceId.of(request), request.getRequestURI(), broken);
        return answer(ErrorCode.INTERNAL, "读写出错 / input or output failed", request);
    }

    private static ResponseEntity<Problem> answer(ErrorCode code, String detail, HttpServletRequest request) {
        return answer(code, detail, Optional.empty(), request);
    }

    private static ResponseEntity<Problem> answer(
            ErrorCode code, String detail, Optional<String> field, HttpServletRequest request) {
        Problem problem = Problem.of(code, detail, TraceId.of(request), request.getRequestURI())
                .about(field);
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
