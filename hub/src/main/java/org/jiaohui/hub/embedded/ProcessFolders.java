package org.jiaohui.hub.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processes by the folder in which they work, where the system tells it (Linux). */
final class ProcessFolders {
    private static final int PATIENCE_TENTHS = 50;

    private ProcessFolders() {}

    /**
     * Waits until nobody works in the folder; ends by force who still does after five seconds. When a PostgreSQL server is killed its children live on for a
     * moment, and a second server beside them would damage the data.
     */
    static void endThoseIn(Path folder) {
        for (int i = 0; i < PATIENCE_TENTHS && !workingIn(folder).isEmpty(); i++) {
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        workingIn(folder).forEach(ProcessHandle::destroyForcibly);
    }

    private static List<ProcessHandle> workingIn(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> worksIn(process, folder))
                .toList();
    }

    private static boolean worksIn(ProcessHandle process, Path folder) {
        try {
            Path link = Path.of("/proc", Long.toString(process.pid()), "cwd");
            return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(folder);
        } catch (IOException | UnsupportedOperationException notOurs) {
            return false;
        }
    }
}
