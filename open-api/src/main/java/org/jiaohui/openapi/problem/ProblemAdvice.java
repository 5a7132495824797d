package org.jiaohui.openapi.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
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
                : answer(ErrorCode.BAD_REQUEST, BodyFault.explain(cause), BodyFault.place(cause), request);
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
