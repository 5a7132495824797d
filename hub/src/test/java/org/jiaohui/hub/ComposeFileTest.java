package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** docker/compose.yaml as far as it can be held without a Docker daemon; FullStackTest runs what it sets up. */
class ComposeFileTest {
    private static final Path DOCKER = Path.of("../docker").toAbsolutePath().normalize();

    private final Map<String, Map<String, Object>> services = services();

    @Test
    void hasTheWholeStack() {
        assertThat(services.keySet())
                .containsExactlyInAnyOrder("postgres", "elasticsearch", "minio", "hub-1", "hub-2", "proxy");
        assertThat(services.get("proxy")).containsKey("ports");
        services.forEach((name, service) -> {
            assertThat(service.containsKey("ports")).as("published: " + name).isEqualTo(name.equals("proxy"));
            assertThat(service.containsKey("healthcheck") || name.startsWith("hub"))
                    .as("health of " + name)
                    .isTrue();
        });
    }

    @Test
    void setsWhatTheHubKnows() throws IOException {
        Set<String> known = SettingsAreDocumentedTest.settings().keySet().stream()
                .map(SettingsAreDocumentedTest::variable)
                .collect(Collectors.toSet());
        for (String hub : new String[] {"hub-1", "hub-2"}) {
            assertThat(part(Objects.requireNonNull(services.get(hub)), "environment")
                            .keySet())
                    .isSubsetOf(known)
                    .contains(
                            "JIAOHUI_DATABASE_URL",
                            "JIAOHUI_SEARCH_ADDRESS",
                            "JIAOHUI_OBJECTS_ENDPOINT",
                            "JIAOHUI_UPLOADS",
                            "JIAOHUI_SECRETKEYFILE");
        }
        String example = Files.readString(DOCKER.resolve(".env.example"));
        String compose = Files.readString(DOCKER.resolve("compose.yaml"));
        assertThat(compose.lines()
                        .flatMap(line -> java.util.regex.Pattern.compile("\\$\\{([A-Z_]+)")
                                .matcher(line)
                                .results())
                        .map(found -> found.group(1)))
                .allSatisfy(variable -> assertThat(example).contains(variable + "="));
    }

    @Test
    void isTakenByDockerWhereItIs(@TempDir Path folder) throws Exception {
        List<String> client = client();
        Assumptions.assumeFalse(
                client.isEmpty(), "skipped: neither the plugin docker compose nor docker-compose is installed");
        Path settings = Files.copy(DOCKER.resolve(".env.example"), folder.resolve("env"));
        List<String> command = new ArrayList<>(client);
        command.addAll(List.of(
                "--env-file",
                settings.toString(),
                "-f",
                DOCKER.resolve("compose.yaml").toString(),
                "config",
                "--quiet"));
        assertThat(run(command)).as(String.join(" ", command)).isZero();
    }

    /** How compose is called on this machine; empty when it is not there. */
    private static List<String> client() throws InterruptedException {
        for (List<String> known : List.of(List.of("docker", "compose"), List.of("docker-compose"))) {
            List<String> asked = new ArrayList<>(known);
            asked.add("version");
            if (run(asked) == 0) {
                return known;
            }
        }
        return List.of();
    }

    @Test
    void filesThatItNamesAreThere() {
        for (String name : new String[] {"Dockerfile", "healthy", "elasticsearch/Dockerfile", "proxy/nginx.conf"}) {
            assertThat(DOCKER.resolve(name)).exists();
        }
    }

    private static int run(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(new File("/dev/null"))
                    .start()
                    .waitFor();
        } catch (IOException absent) {
            return -1;
        }
    }

    private static Map<String, Map<String, Object>> services() {
        try {
            Map<String, Object> compose = map(new Yaml().load(Files.readString(DOCKER.resolve("compose.yaml"))));
            return part(compose, "services").entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> map(entry.getValue())));
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static Map<String, Object> part(Map<String, Object> whole, String name) {
        return map(Objects.requireNonNull(whole.get(name)));
    }

    @SuppressWarnings("unchecked") // what YAML gives
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
