package org.jiaohui.connector.kamelet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jiaohui.connector.SettingValues;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A source as a Kamelet describes it.
 *
 * @param dependencies artifacts that its route needs, as {@code camel:ftp} or {@code mvn:group:artifact:version}
 * @param template beans and the route, with property names in double braces
 */
record Kamelet(
        String name, Map<String, KameletProperty> properties, List<String> dependencies, Map<String, Object> template) {

    /** @throws org.jiaohui.exchange.fault.ExchangeException SETTINGS_WRONG when it is no Kamelet of type source */
    static Kamelet parse(String name, String yaml) {
        Map<?, ?> document;
        try {
            document = map(new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(yaml));
        } catch (YamlEngineException broken) {
            throw broken(name, broken.getMessage());
        }
        Object type = map(map(document.get("metadata")).get("labels")).get("camel.apache.org/kamelet.type");
        if (!"Kamelet".equals(document.get("kind")) || (type != null && !type.equals("source"))) {
            throw broken(
                    name,
                    "kind: " + document.get("kind") + ", type: " + type
                            + "；应为 Kamelet、source / must be a Kamelet of type source");
        }
        Map<?, ?> spec = map(document.get("spec"));
        Map<?, ?> definition = map(spec.get("definition"));
        List<?> required = definition.get("required") instanceof List<?> list ? list : List.of();
        Map<String, KameletProperty> properties = new LinkedHashMap<>();
        map(definition.get("properties"))
                .forEach((key, schema) -> properties.put(
                        String.valueOf(key),
                        KameletProperty.of(String.valueOf(key), map(schema), required.contains(key))));
        Map<String, Object> template = new LinkedHashMap<>();
        map(spec.get("template")).forEach((key, value) -> template.put(String.valueOf(key), value));
        if (!template.containsKey("from") && !template.containsKey("route")) {
            throw broken(name, "spec.template.from 缺失 / is missing");
        }
        List<String> dependencies = new ArrayList<>();
        if (spec.get("dependencies") instanceof List<?> list) {
            list.forEach(each -> dependencies.add(String.valueOf(each)));
        }
        return new Kamelet(name, properties, List.copyOf(dependencies), template);
    }

    /** Its properties in one line, for messages. */
    String shownProperties() {
        return properties.values().stream().map(KameletProperty::shown).collect(Collectors.joining(", ", "[", "]"));
    }

    private static Map<?, ?> map(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static RuntimeException broken(String name, @org.jspecify.annotations.Nullable String why) {
        return SettingValues.wrong("Kamelet \"" + name + "\" 的文件不对 / its file is not right: " + why);
    }
}
