package org.jiaohui.hub.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words after a command: options with and without values, and the rest. */
public record Arguments(Map<String, String> options, List<String> words) {
    private static final Set<String> FLAGS = Set.of("--json", "--detach", "--graph", "--search");
    private static final Set<String> WITH_VALUE = Set.of(
            "--home",
            "--port",
            "--id",
            "--title",
            "--publisher",
            "--schema",
            "--encoding",
            "--search-node",
            "--key",
            "--from",
            "--expect-last");

    /** @throws IllegalArgumentException naming an option that is unknown or lacks its value */
    public static Arguments parse(List<String> rest) {
        Map<String, String> options = new HashMap<>();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < rest.size(); i++) {
            String word = rest.get(i);
            if (FLAGS.contains(word)) {
                options.put(word, "true");
            } else if (WITH_VALUE.contains(word)) {
                if (i + 1 == rest.size()) {
                    throw new IllegalArgumentException("选项 " + word + " 缺少值 / the option " + word + " needs a value");
                }
                options.put(word, rest.get(++i));
            } else if (word.startsWith("--")) {
                throw new IllegalArgumentException("未知选项 / unknown option " + word);
            } else {
                words.add(word);
            }
        }
        return new Arguments(Map.copyOf(options), List.copyOf(words));
    }

    public Path home() {
        return Path.of(option("--home")
                .or(() -> Optional.ofNullable(System.getenv("JIAOHUI_HOME")))
                .orElse(System.getProperty("user.home") + "/.jiaohui"));
    }

    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    public boolean has(String flag) {
        return options.containsKey(flag);
    }
}
