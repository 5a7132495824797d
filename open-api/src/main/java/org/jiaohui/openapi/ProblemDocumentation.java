package org.jiaohui.openapi;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.openapi.access.AccessDecision;
import org.jiaohui.openapi.problem.Problem;
import org.jiaohui.openapi.problem.ProblemTitle;
import org.jiaohui.openapi.problem.Problems;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Writes into the OpenAPI description which problems each interface can give, by status, and which interfaces need no key. */
@Component
final class ProblemDocumentation implements OperationCustomizer, GlobalOpenApiCustomizer {
    private static final String CODES = "x-problem-codes";

    /** What cannot be told from the path alone. */
    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        Problems declared = method.getMethodAnnotation(Problems.class);
        if (declared != null) {
            operation.addExtension(
                    CODES, Arrays.stream(declared.value()).map(ErrorCode::name).toList());
        }
        return operation;
    }

    @Override
    public void customise(OpenAPI description) {
        ModelConverters.getInstance(true)
                .readAllAsResolvedSchema(Problem.class)
                .referencedSchemas
                .forEach(description.getComponents()::addSchemas);
        description
                .getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().forEach((method, operation) -> document(path, method, operation)));
    }

    private static void document(String path, PathItem.HttpMethod method, Operation operation) {
        boolean key = AccessDecision.needsKey(method.name(), path);
        if (!key) {
            operation.setSecurity(List.of());
        }
        Set<ErrorCode> codes = byShape(path, operation);
        if (key) {
            codes.add(ErrorCode.UNAUTHENTICATED);
        }
        declared(operation.getExtensions()).forEach(name -> codes.add(ErrorCode.valueOf(name)));
        operation.addExtension(CODES, codes.stream().map(ErrorCode::name).toList());
        ApiResponses responses = operation.getResponses();
        codes.stream()
                .collect(Collectors.groupingBy(Problem::status, TreeMap::new, Collectors.toList()))
                .forEach((status, some) -> responses.put(String.valueOf(status), response(some)));
    }

    private static Set<ErrorCode> byShape(String path, Operation operation) {
        Set<ErrorCode> codes = EnumSet.of(ErrorCode.BAD_REQUEST, ErrorCode.DATABASE_UNAVAILABLE, ErrorCode.INTERNAL);
        Map.of(
                        "/datasets/{id}", ErrorCode.UNKNOWN_DATASET,
                        "/datasets/{id}/", ErrorCode.HARVESTED,
                        "/versions/{version}", ErrorCode.UNKNOWN_VERSION,
                        "/sources/{id}", ErrorCode.UNKNOWN_SOURCE,
                        "/tasks/{id}", ErrorCode.UNKNOWN_TASK,
                        "/runs/{id}", ErrorCode.UNKNOWN_RUN)
                .forEach((part, code) -> {
                    if (path.contains(part)) {
                        codes.add(code);
                    }
                });
        boolean versioned = operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> "version".equals(parameter.getName()));
        if (versioned) {
            codes.add(ErrorCode.UNKNOWN_VERSION);
        }
        return codes;
    }

    private static List<String> declared(@Nullable Map<String, Object> extensions) {
        return extensions != null && extensions.get(CODES) instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static ApiResponse response(List<ErrorCode> codes) {
        Schema<?> schema = new Schema<>().$ref("#/components/schemas/Problem");
        return new ApiResponse()
                .description(codes.stream()
                        .map(code -> "`" + code + "` " + ProblemTitle.of(code))
                        .collect(Collectors.joining("; ")))
                .content(new Content().addMediaType("application/problem+json", new MediaType().schema(schema)));
    }
}
