package org.jiaohui.openapi.problem;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** How bodies are read: lists and maps never hold null, so that nothing behind the interfaces has to ask. */
@Component
final class JsonBodies implements JsonMapperBuilderCustomizer {
    @Override
    public void customize(JsonMapper.Builder builder) {
        for (Class<?> holder : List.of(List.class, Map.class)) {
            builder.withConfigOverride(
                    holder, each -> each.setNullHandling(JsonSetter.Value.forContentNulls(Nulls.FAIL)));
        }
    }
}
