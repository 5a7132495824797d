package org.jiaohui.openapi.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Turns every exception of an interface into a problem. */
@RestControllerAdvice(basePackages = "org.jiaohui.openapi")
final class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Problem> expected(ExchangeException broken, HttpServletRequest request) {
        if (broken.code() == ErrorCode.INTERNAL) {
            LOG.warn("trace={} path={}", TraceId.of(request), request.getRequestURI(), broken);
        }
        return answer(broken.code(), broken.getMessage(), request);
    }

    @ExceptionHandler({
        IllegalArgumentException.class,
        MissingServletRequestParameterException.class,
        MethodArgumentTypeMismatchException.class,
        HttpMessageNotReadableException.class
    })
    ResponseEntity<Problem> caller(Exception wrong, HttpServletRequest request) {
        return answer(ErrorCode.BAD_REQUEST, String.valueOf(wrong.getMessage()), request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> method(HttpRequestMethodNotSupportedException wrong, HttpServletRequest request) {
        Problem problem = Problem.of(
                ErrorCode.BAD_REQUEST,
                String.valueOf(wrong.getMessage()),
                TraceId.of(request),
                request.getRequestURI());
        return ResponseEntity.status(405)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    @ExceptionHandler
    ResponseEntity<Problem> acceptable(HttpMediaTypeNotAcceptableException wrong, HttpServletRequest request) {
        return answer(ErrorCode.NOT_ACCEPTABLE, String.valueOf(wrong.getMessage()), request);
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
        Problem problem = Problem.of(code, detail, TraceId.of(request), request.getRequestURI());
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
