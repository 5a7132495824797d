package org.jiaohui.hub.cli;

import java.util.Map;
import org.jiaohui.hub.embedded.HubHome;
import tools.jackson.databind.JsonNode;

/** {@code rebuild --graph|--search}: drops a projection and lets it follow the log from the start. */
public final class RebuildCommand {
    private RebuildCommand() {}

    public static int run(Arguments arguments) {
        if (arguments.has("--graph") == arguments.has("--search")) {
            throw new IllegalArgumentException("请给出 --graph 或 --search 之一 / give one of --graph and --search");
        }
        String projection = arguments.has("--graph") ? "graph" : "search";
        JsonNode answer = HubClient.of(HubHome.open(arguments.home()))
                .postJson("/api/v1/projections/" + projection + "/rebuild", Map.of());
        System.out.println(
                "已重建 / rebuilt " + projection + ": " + answer.path("position").asLong() + " 条变更 / changes");
        return 0;
    }
}
