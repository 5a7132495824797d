package org.jiaohui.exchange.source;

import java.util.Map;

/**
 * A system that is read, with its connection: data, never code.
 *
 * @param connector the connector's type: {@code file, http, rest, sftp, jdbc, dcat, ckan, data-json}
 * @param settings the connector's settings by name, as text; checked against the connector's own description
 */
public record Source(SourceId id, String title, String connector, Map<String, String> settings, FormatOptions format) {
    public Source {
        settings = Map.copyOf(settings);
    }
}
