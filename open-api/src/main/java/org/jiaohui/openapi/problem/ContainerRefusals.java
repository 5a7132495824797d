package org.jiaohui.openapi.problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What Tomcat refuses before the application sees it — a raw {@code |} in the address, a header too long — as a problem instead of a page of HTML. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
final class ContainerRefusals implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {
    @Override
    public void customize(ConfigurableTomcatWebServerFactory factory) {
        // The innermost valve of the host reports first, so this one comes after the framework's.
        factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemReport()));
    }

    static String detail(int status) {
        return status >= 500
                ? "内部错误，请把追踪号告诉运维 / internal error: tell the operator the trace id"
                : "请求不合 HTTP 规范：网址中的空格、中文、| { } 等要用百分号编码，请求头不可过长 / the request is not proper HTTP:"
                        + " encode blanks, Chinese, | { } and the like in the address by percent signs, and keep headers short";
    }

    /** Writes the problem where nothing was written yet. */
    private static final class ProblemReport extends ErrorReportValve {
        ProblemReport() {
            setAsyncSupported(true);
        }

        @Override
        protected void report(Request request, Response response, Throwable cause) {
            int status = response.getStatus();
            if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            String path = request.getRequestURI() == null ? "" : request.getRequestURI();
            Problem problem = Problem.refused(status, TraceId.fresh(), detail(status), path);
            try {
                response.setContentType("application/problem+json;charset=UTF-8");
                response.setHeader("X-Trace-Id", problem.traceId());
                response.getOutputStream()
                        .write(JsonMapper.shared().writeValueAsString(problem).getBytes(StandardCharsets.UTF_8));
                response.finishResponse();
            } catch (IOException | IllegalStateException gone) {
                containerLog.debug("a refusal could not be told", gone);
            }
        }
    }
}
