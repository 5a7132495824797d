package org.jiaohui.openapi.problem;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jiaohui.exchange.fault.ErrorCode;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What is refused before any of our handlers is chosen — a method, a media type, a missing part — as problems like all others. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class FrameworkRefusals {
    @ExceptionHandler
    ResponseEntity<Problem> method(HttpRequestMethodNotSupportedException wrong, HttpServletRequest request) {
        String allowed = wrong.getSupportedMethods() == null
                ? ""
                : Arrays.stream(wrong.getSupportedMethods()).sorted().collect(Collectors.joining(", "));
        return answer(
                405,
                ErrorCode.BAD_REQUEST,
                "此路径不接受 " + wrong.getMethod() + "，可用：" + allowed + " / " + wrong.getMethod()
                        + " is not allowed here; use " + allowed,
                request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> mediaType(HttpMediaTypeNotSupportedException wrong, HttpServletRequest request) {
        String sent = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (wrong.getContentType() == null && sent != null) {
            return answer(400, ErrorCode.BAD_REQUEST, MalformedRequests.noMediaType(sent), request);
        }
        return answer(
                415,
                ErrorCode.BAD_REQUEST,
                "不接受内容类型 " + wrong.getContentType() + "，可用：" + wrong.getSupportedMediaTypes()
                        + " / this content type is not accepted; use one of them",
                request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> acceptable(HttpMediaTypeNotAcceptableException wrong, HttpServletRequest request) {
        Optional<String> malformed = MalformedRequests.noMediaTypeIn(request.getHeader(HttpHeaders.ACCEPT));
        if (malformed.isPresent()) {
            return answer(400, ErrorCode.BAD_REQUEST, malformed.get(), request);
        }
        return answer(
                406,
                ErrorCode.NOT_ACCEPTABLE,
                "不能以所要的类型回答，可用：" + wrong.getSupportedMediaTypes()
                        + " / the wanted type is not offered; use one of them",
                request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> other(ServletException wrong, HttpServletRequest request) {
        int status = wrong instanceof ErrorResponse response
                ? response.getStatusCode().value()
                : 400;
        return answer(
                status, ErrorCode.BAD_REQUEST, "请求不完整 / the request is not complete: " + wrong.getMessage(), request);
    }

    private static ResponseEntity<Problem> answer(
            int status, ErrorCode code, String detail, HttpServletRequest request) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Problem.of(code, detail, TraceId.of(request), request.getRequestURI())
                        .with(status));
    }
}
