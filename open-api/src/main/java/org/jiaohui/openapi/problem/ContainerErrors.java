package org.jiaohui.openapi.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the container refuses or what failed outside of every handler — {@code TRACE}, a query that a filter could not decode — as a problem like all others. */
@Hidden
@RestController
final class ContainerErrors implements ErrorController {
    @RequestMapping("${server.error.path:/error}")
    ResponseEntity<Problem> answer(HttpServletRequest request) {
        // Somebody who asks for this path without any error finds nothing.
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        boolean undecodable =
                request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof InvalidParameterException;
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        Problem problem = Problem.refused(
                undecodable ? 400 : status,
                TraceId.of(request).isEmpty() ? TraceId.fresh() : TraceId.of(request),
                undecodable ? MalformedRequests.undecodableQuery(query(request)) : detail(status, request),
                path == null ? request.getRequestURI() : path.toString());
        return ResponseEntity.status(problem.status())
                .header("X-Trace-Id", problem.traceId())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static String query(HttpServletRequest request) {
        Object query = request.getAttribute(RequestDispatcher.ERROR_QUERY_STRING);
        return String.valueOf(query == null ? request.getQueryString() : query);
    }

    private static String detail(int status, HttpServletRequest request) {
        Object method = request.getAttribute(RequestDispatcher.ERROR_METHOD);
        return switch (status) {
            case 404 -> "没有此路径 / there is nothing at this path";
            case 405 -> "此处不接受 " + method + " / " + method + " is not allowed here";
            default -> ContainerRefusals.detail(status);
        };
    }
}
