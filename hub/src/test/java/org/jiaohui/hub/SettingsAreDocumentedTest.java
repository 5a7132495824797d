package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** docs/operations.md and the program know the same settings. */
class SettingsAreDocumentedTest {
    private static final Pattern ROW = Pattern.compile(
            "^\\| `(jiaohui\\.[a-z.-]+)` \\| `(\\w+)` \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$", Pattern.MULTILINE);
    private static final Path DOCUMENT = Path.of("../docs/operations.md");

    @Test
    void everySettingStandsInTheDocumentWithItsVariableAndItsDefault() throws IOException {
        Map<String, Matcher> rows = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(DOCUMENT));
        while (row.find()) {
            Matcher found = ROW.matcher(row.group());
            assertThat(found.matches()).isTrue();
            assertThat(rows.put(found.group(1), found))
                    .as("twice: " + found.group(1))
                    .isNull();
        }
        Map<String, String> settings = settings();
        assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(settings.keySet());
        settings.forEach((name, standard) -> {
            Matcher found = Objects.requireNonNull(rows.get(name));
            assertThat(found.group(2)).as("variable of " + name).isEqualTo(variable(name));
            assertThat(found.group(3)).as("default of " + name).contains(standard);
            assertThat(found.group(5)).as("who turns " + name).contains(" / ");
        });
    }

    @Test
    void everyVariableOfTheLauncherStandsInTheDocument() throws IOException {
        Set<String> variables = new TreeSet<>();
        Matcher used =
                Pattern.compile("\\$\\{?(JIAOHUI_[A-Z_]+|JAVA_HOME)").matcher(Files.readString(Path.of("../jiaohui")));
        while (used.find()) {
            variables.add("`" + used.group(1));
        }
        assertThat(variables).isNotEmpty();
        assertThat(Files.readString(DOCUMENT)).contains(variables);
    }

    /** Property and default of every setting; an empty text when it has none. */
    static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        add("jiaohui", HubSettings.class, settings);
        return settings;
    }

    /** The environment variable that Spring binds to a property. */
    static String variable(String property) {
        return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static void add(String prefix, Class<?> type, Map<String, String> settings) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (component.getType().isRecord()) {
                add(name, component.getType(), settings);
            } else {
                settings.put(name, standard(type, component.getName()));
            }
        }
    }

    private static String standard(Class<?> type, String component) {
        int index = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList()
                .indexOf(component);
        DefaultValue value = type.getDeclaredConstructors()[0].getParameters()[index].getAnnotation(DefaultValue.class);
        return value == null || value.value().length == 0 ? "" : value.value()[0];
    }
}
