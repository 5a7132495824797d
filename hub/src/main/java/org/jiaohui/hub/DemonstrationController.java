package org.jiaohui.hub;

import io.swagger.v3.oas.annotations.Hidden;
import java.util.concurrent.atomic.AtomicReference;
import org.jiaohui.hub.embedded.DemonstrationDrop;
import org.jiaohui.hub.embedded.HubHome;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Opens the drop for {@code ./jiaohui demo}; needs the administrator key as every other writing path. */
@RestController
@Hidden
final class DemonstrationController implements AutoCloseable {
    private final HubHome home;
    private final AtomicReference<DemonstrationDrop> drop = new AtomicReference<>();

    DemonstrationController(HubHome home) {
        this.home = home;
    }

    @PostMapping("/api/v1/demonstration/sftp")
    synchronized DemonstrationDrop.Access open() {
        DemonstrationDrop open = drop.get();
        if (open == null) {
            open = DemonstrationDrop.start(home);
            drop.set(open);
        }
        return open.access();
    }

    @Override
    public void close() {
        DemonstrationDrop open = drop.getAndSet(null);
        if (open != null) {
            open.close();
        }
    }
}
