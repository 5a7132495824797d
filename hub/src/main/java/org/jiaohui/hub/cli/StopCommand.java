package org.jiaohui.hub.cli;

import java.util.concurrent.TimeUnit;
import org.jiaohui.hub.embedded.EmbeddedDatabase;
import org.jiaohui.hub.embedded.EmbeddedSearchNode;
import org.jiaohui.hub.embedded.HubHome;

/** {@code stop [--home DIR]}: stops the hub and whatever a killed hub left running. */
public final class StopCommand {
    private static final int PATIENCE_SECONDS = 40;

    private StopCommand() {}

    public static int run(Arguments arguments) {
        HubHome home = HubHome.open(arguments.home());
        home.findRunning().ifPresent(running -> {
            end(running.pid(), "serve");
        });
        EmbeddedSearchNode.pidsOf(home).forEach(pid -> end(pid, "searchnode"));
        EmbeddedDatabase.findLeftOver(home).ifPresent(EmbeddedDatabase::close);
        home.forgetRunning();
        System.out.println("已停止 / stopped");
        return 0;
    }

    private static void end(long pid, String word) {
        if (!HubHome.lives(pid, word)) {
            return;
        }
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        for (int i = 0; i < PATIENCE_SECONDS * 10 && HubHome.lives(pid, word); i++) {
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        if (HubHome.lives(pid, word)) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
