package org.jiaohui.openapi.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
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

/** Refuses a query parameter that the interface does not know: one that is misspelt must not silently give another answer. */
@Component
final class KnownParameters implements HandlerInterceptor, WebMvcConfigurer {
    private final Map<HandlerMethod, Set<String>> known = new ConcurrentHashMap<>();

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/v1/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            Set<String> names = known.computeIfAbsent(method, KnownParameters::of);
            for (String name : request.getParameterMap().keySet()) {
                if (!names.contains(name)) {
                    throw unknown(name, names);
                }
            }
        }
        return true;
    }

    private static ExchangeException unknown(String name, Set<String> names) {
        String may = names.isEmpty() ? "此接口没有参数 / it has none" : String.join(", ", names);
        return new ExchangeException(
                ErrorCode.BAD_REQUEST,
                "不认识的参数 \"" + name + "\"，可用：" + may + " / unknown parameter \"" + name + "\"; known: " + may);
    }

    /** Names of the parameters and parts that a handler takes, and of those by which it is chosen. */
    private static Set<String> of(HandlerMethod method) {
        Set<String> names = new TreeSet<>();
        for (MethodParameter parameter : method.getMethodParameters()) {
            parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
            RequestParam asked = parameter.getParameterAnnotation(RequestParam.class);
            RequestPart part = parameter.getParameterAnnotation(RequestPart.class);
            String given = asked != null ? asked.name() : part != null ? part.name() : "";
            if (asked != null || part != null) {
                names.add(given.isEmpty() ? String.valueOf(parameter.getParameterName()) : given);
            }
        }
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), RequestMapping.class);
        for (String condition : mapping == null ? new String[0] : mapping.params()) {
            names.add(condition.replaceAll("!?=.*", ""));
        }
        return names;
    }
}
