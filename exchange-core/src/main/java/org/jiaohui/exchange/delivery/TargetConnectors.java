package org.jiaohui.exchange.delivery;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jiaohui.exchange.source.ConnectorDescription;

/** The target connectors of this hub. Unknown types are SETTINGS_WRONG. */
public interface TargetConnectors {
    TargetConnector get(String type);

    List<ConnectorDescription> descriptions();

    /** The settings of a target connector as JSON Schema 2020-12. */
    Map<String, Object> jsonSchema(String type);

    /** Names of the settings that are never shown again. */
    Set<String> secretSettings(String type);

    /** Throws SETTINGS_WRONG naming the setting that is unknown, missing or of the wrong type. */
    void validate(Target target);
}
