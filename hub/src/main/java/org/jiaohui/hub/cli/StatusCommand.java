package org.jiaohui.hub.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.hub.embedded.EmbeddedDatabase;
import org.jiaohui.hub.embedded.EmbeddedSearchNode;
import org.jiaohui.hub.embedded.HubHome;

/** {@code status [--home DIR] [--json]}: exit 0 when the hub runs, 3 when it does not. */
public final class StatusCommand {
    private StatusCommand() {}

    public static int run(Arguments arguments) {
        HubHome home = HubHome.open(arguments.home());
        Optional<HubHome.Running> running = home.findRunning();
        boolean hub =
                running.filter(known -> HubHome.lives(known.pid(), "serve")).isPresent();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("state", hub ? "running" : "stopped");
        running.filter(known -> hub).ifPresent(known -> {
            status.put("address", known.address());
            status.put("hub", Map.of("pid", known.pid()));
        });
        EmbeddedSearchNode.pidsOf(home).forEach(pid -> status.put("search", Map.of("pid", pid)));
        EmbeddedDatabase.findLeftOver(home)
                .ifPresent(database -> status.put("database", Map.of("pid", database.pid())));
        if (arguments.has("--json")) {
            System.out.println(HubClient.JSON.writeValueAsString(status));
        } else {
            System.out.println(
                    hub
                            ? "运行中 / running: " + status
                            : "未运行 / stopped" + (status.size() > 1 ? ", left over: " + status : ""));
        }
        return hub ? 0 : 3;
    }
}
