package org.jiaohui.exchange.delivery;

import java.util.Map;

/**
 * A system that is written, with its connection: data, never code.
 *
 * @param connector the target connector's type: {@code postgresql, mysql, sftp, s3, http, kafka}
 * @param settings the connector's settings by name, as text; checked against the connector's own description
 */
public record Target(TargetId id, String title, String connector, Map<String, String> settings) {
    public Target {
        settings = Map.copyOf(settings);
    }
}
