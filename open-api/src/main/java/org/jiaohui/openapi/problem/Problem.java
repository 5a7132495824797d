package org.jiaohui.openapi.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ErrorKind;

/**
 * An RFC 9457 problem.
 *
 * @param field what of the request has to be written otherwise, where that is known: {@code settings.path}
 */
@Schema(name = "Problem")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        String traceId,
        String instance,
        Optional<String> field) {
    private static final Map<ErrorCode, Integer> STATUS = Map.ofEntries(
            Map.entry(ErrorCode.UNKNOWN_DATASET, 404),
            Map.entry(ErrorCode.UNKNOWN_VERSION, 404),
            Map.entry(ErrorCode.UNKNOWN_SOURCE, 404),
            Map.entry(ErrorCode.UNKNOWN_TASK, 404),
            Map.entry(ErrorCode.UNKNOWN_RUN, 404),
            Map.entry(ErrorCode.UNKNOWN_ALERT, 404),
            Map.entry(ErrorCode.HARVESTED, 404),
            Map.entry(ErrorCode.UNKNOWN_TARGET, 404),
            Map.entry(ErrorCode.UNKNOWN_SUBSCRIPTION, 404),
            Map.entry(ErrorCode.UNKNOWN_DELIVERY, 404),
            Map.entry(ErrorCode.UNKNOWN_RECEIPT, 404),
            Map.entry(ErrorCode.UNKNOWN_RECONCILIATION, 404),
            Map.entry(ErrorCode.NOT_ACCEPTABLE, 406),
            Map.entry(ErrorCode.CONFLICT, 409),
            Map.entry(ErrorCode.PRECONDITION_FAILED, 412),
            Map.entry(ErrorCode.UNAUTHENTICATED, 401),
            Map.entry(ErrorCode.FORBIDDEN, 403),
            Map.entry(ErrorCode.QUERY_TIMED_OUT, 503),
            Map.entry(ErrorCode.SEARCH_UNAVAILABLE, 503),
            Map.entry(ErrorCode.GRAPH_UNAVAILABLE, 503),
            Map.entry(ErrorCode.DATABASE_UNAVAILABLE, 503),
            Map.entry(ErrorCode.OBJECT_STORE_UNAVAILABLE, 503),
            Map.entry(ErrorCode.DISK_FULL, 507),
            Map.entry(ErrorCode.SETTINGS_WRONG, 422),
            Map.entry(ErrorCode.INTERNAL, 500));

    /** An interface that does not exist. */
    public static Problem unknownPath(HttpServletRequest request) {
        return of(
                        ErrorCode.BAD_REQUEST,
                        "没有此接口，见 /swagger-ui / there is no such interface, see /swagger-ui: " + request.getRequestURI(),
                        TraceId.of(request),
                        request.getRequestURI())
                .with(404);
    }

    /** A request that needs the administrator key and has none, or a wrong one. */
    public static Problem unauthenticated(HttpServletRequest request, boolean sent) {
        return of(
                ErrorCode.UNAUTHENTICATED,
                sent
                        ? "所带的密钥不对：管理员密钥在本节点主目录的 administrator.key 中 / the key that was sent is wrong: the right one stands in"
                                + " administrator.key in the hub's home"
                        : "此操作需要管理员密钥 / this needs an administrator key: Authorization: Bearer …",
                TraceId.of(request),
                request.getRequestURI());
    }

    /** The same problem under another status. */
    Problem with(int other) {
        return new Problem(type, title, other, detail, code, traceId, instance, field);
    }

    /** The same problem, which tells what of the request has to be written otherwise. */
    Problem about(Optional<String> wrong) {
        return new Problem(type, title, status, detail, code, traceId, instance, wrong);
    }

    /** A request that the container refuses before any filter sees it. */
    static Problem refused(int status, String traceId, String detail, String path) {
        return of(status >= 500 ? ErrorCode.INTERNAL : ErrorCode.BAD_REQUEST, detail, traceId, path)
                .with(status);
    }

    static Problem of(ErrorCode code, String detail, String traceId, String path) {
        String slug = code.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Problem(
                "urn:jiaohui:problem:" + slug,
                ProblemTitle.of(code),
                status(code),
                detail,
                code.name(),
                traceId,
                path,
                Optional.empty());
    }

    /** The HTTP status of a code. */
    public static int status(ErrorCode code) {
        return STATUS.getOrDefault(code, code.kind() == ErrorKind.CALLER ? 400 : 422);
    }
}
