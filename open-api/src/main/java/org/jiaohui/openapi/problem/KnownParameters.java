package org.jiaohui.openapi.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Refuses a query parameter that the interface does not know, or one value of which would be left out: what is misspelt or repeated must not silently give another answer. */
@Component
final class KnownParameters implements HandlerInterceptor, WebMvcConfigurer {
    private final Map<HandlerMethod, Map<String, Boolean>> known = new ConcurrentHashMap<>();

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/v1/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            Map<String, Boolean> names = known.computeIfAbsent(method, KnownParameters::of);
            request.getParameterMap().forEach((name, values) -> {
                Boolean list = names.get(name);
                if (list == null) {
                    throw unknown(name, names.keySet());
                }
                if (values.length > 1 && !list) {
                    throw repeated(name, values);
                }
            });
        }
        return true;
    }

    private static ExchangeException unknown(String name, Set<String> names) {
        String may = names.isEmpty() ? "此接口没有参数 / it has none" : String.join(", ", names);
        return new ExchangeException(
                ErrorCode.BAD_REQUEST,
                "不认识的参数 \"" + name + "\"，可用：" + may + " / unknown parameter \"" + name + "\"; known: " + may);
    }

    private static ExchangeException repeated(String name, String[] values) {
        String given = Arrays.stream(values).limit(5).collect(Collectors.joining("\"、\"", "\"", "\""));
        return new ExchangeException(
                ErrorCode.BAD_REQUEST,
                "参数 " + name + " 只能给一次，给了 " + given + " / the parameter " + name + " may be given once, got "
                        + given.replace("、", ", "));
    }

    /** Names of the parameters and parts that a handler takes, and of those by which it is chosen; true for those that may be repeated. */
    private static Map<String, Boolean> of(HandlerMethod method) {
        Map<String, Boolean> names = new TreeMap<>();
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), RequestMapping.class);
        for (String condition : mapping == null ? new String[0] : mapping.params()) {
            names.put(condition.replaceAll("!?=.*", ""), false);
        }
        for (MethodParameter parameter : method.getMethodParameters()) {
            parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
            RequestParam asked = parameter.getParameterAnnotation(RequestParam.class);
            RequestPart part = parameter.getParameterAnnotation(RequestPart.class);
            String given = asked != null ? asked.name() : part != null ? part.name() : "";
            if (asked != null || part != null) {
                Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
                names.put(
                        given.isEmpty() ? String.valueOf(parameter.getParameterName()) : given,
                        type.isArray() || Collection.class.isAssignableFrom(type));
            }
        }
        return names;
    }
}
