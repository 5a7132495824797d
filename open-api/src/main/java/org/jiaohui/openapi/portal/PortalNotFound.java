package org.jiaohui.openapi.portal;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jiaohui.openapi.problem.Problem;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** A path that nobody serves: the shell's own page with status 404 for people, a problem for interfaces, an empty 404 for missing files. */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PortalNotFound {
    private final PortalShell shell;

    PortalNotFound(PortalShell shell) {
        this.shell = shell;
    }

    @ExceptionHandler(NoResourceFoundException.class)
    ResponseEntity<Object> missing(HttpServletRequest request) throws IOException {
        String path = request.getRequestURI();
        if (path.startsWith("/api/")) {
            return ResponseEntity.status(404)
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(Problem.unknownPath(request));
        }
        if (path.substring(path.lastIndexOf('/') + 1).contains(".")) {
            return ResponseEntity.notFound().build();
        }
        return ResponseEntity.status(404)
                .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                .header("Content-Security-Policy", PortalController.CONTENT_SECURITY_POLICY)
                .body(shell.plain().getBytes(StandardCharsets.UTF_8));
    }
}
