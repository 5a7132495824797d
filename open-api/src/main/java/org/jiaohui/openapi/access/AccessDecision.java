package org.jiaohui.openapi.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jiaohui.exchange.access.AdministratorKeys;
import org.jiaohui.openapi.problem.Problem;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/** The one place that decides whether a request may pass: reading what is public is free, everything else needs an administrator key. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
public final class AccessDecision extends OncePerRequestFilter {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern QUARANTINE = Pattern.compile("/api/v1/runs/[^/]*/quarantine/?");

    /** A whole task tells the declared rules, also of datasets that are not public. */
    private static final Pattern TASK = Pattern.compile("/api/v1/tasks/[^/]+/?");

    private static final Set<String> INNER = Set.of(
            "/api/v1/sources",
            "/api/v1/targets",
            "/api/v1/subscriptions",
            "/api/v1/deliveries",
            "/api/v1/reconciliations");

    private final AdministratorKeys keys;

    AccessDecision(AdministratorKeys keys) {
        this.keys = keys;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Reader reader = new Reader(() -> key(request).filter(keys::verify).isPresent());
        reader.remember(request);
        if (!needsKey(request.getMethod(), path(request)) || reader.hasKey()) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(401);
        boolean sent = key(request).isPresent();
        response.setHeader("WWW-Authenticate", "Bearer realm=\"jiaohui\"" + (sent ? ", error=\"invalid_token\"" : ""));
        response.setContentType("application/problem+json;charset=UTF-8");
        response.getOutputStream().write(JsonMapper.shared().writeValueAsBytes(Problem.unauthenticated(request, sent)));
    }

    /**
     * SPARQL queries come by POST too and only read; sources, targets and deliveries tell of inner systems, reconciliations of rows that were never published,
     * a whole task of rules, and refused rows may tell of persons: none of them is public.
     */
    public static boolean needsKey(String method, String path) {
        if (path.equals("/sparql")) {
            return false;
        }
        return !READING.contains(method)
                || INNER.stream().anyMatch(inner -> path.equals(inner) || path.startsWith(inner + "/"))
                || QUARANTINE.matcher(path).matches()
                || TASK.matcher(path).matches();
    }

    /** The path as handlers are chosen by it: decoded, without {@code ;x=y}, so that no spelling goes around the decision. */
    private static String path(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return request.getServletPath() + (rest == null ? "" : rest);
    }

    private static Optional<String> key(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header != null && header.startsWith("Bearer ")) {
            return Optional.of(header.substring(7).strip());
        }
        return Optional.ofNullable(request.getHeader("X-API-Key"));
    }
}
