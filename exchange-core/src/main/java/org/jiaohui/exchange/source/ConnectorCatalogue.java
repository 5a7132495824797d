package org.jiaohui.exchange.source;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The connectors of this hub, as interfaces show them. Unknown types are SETTINGS_WRONG. */
public interface ConnectorCatalogue {
    List<ConnectorDescription> descriptions();

    /** The settings of a connector as JSON Schema 2020-12. */
    Map<String, Object> jsonSchema(String type);

    /** Names of the settings that are never shown again. */
    Set<String> secretSettings(String type);

    /** Throws SETTINGS_WRONG naming the setting that is unknown, missing or of the wrong type. */
    void validate(Source source);
}
