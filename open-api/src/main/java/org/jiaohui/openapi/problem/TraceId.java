package org.jiaohui.openapi.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives every request a trace id: in the answer's {@code X-Trace-Id}, in problems and in the log. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class TraceId extends OncePerRequestFilter {
    private static final String ATTRIBUTE = TraceId.class.getName();

    /** The id of this request. */
    public static String of(HttpServletRequest request) {
        Object id = request.getAttribute(ATTRIBUTE);
        return id == null ? "" : id.toString();
    }

    static String fresh() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = fresh();
        request.setAttribute(ATTRIBUTE, id);
        response.setHeader("X-Trace-Id", id);
        response.setHeader("X-Content-Type-Options", "nosniff");
        MDC.put("trace", id);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove("trace");
        }
    }
}
