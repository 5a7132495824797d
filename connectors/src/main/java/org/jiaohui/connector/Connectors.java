package org.jiaohui.connector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jiaohui.exchange.source.Connector;
import org.jiaohui.exchange.source.ConnectorDescription;

/** Every kind of source that this hub reaches, by type. */
public final class Connectors {
    private final Map<String, Connector> byType = new LinkedHashMap<>();

    public Connectors(List<Connector> connectors) {
        for (Connector connector : connectors) {
            if (byType.put(connector.description().type(), connector) != null) {
                throw new IllegalArgumentException(
                        "two connectors are called \"" + connector.description().type() + "\"");
            }
        }
    }

    /** @throws org.jiaohui.exchange.fault.ExchangeException SETTINGS_WRONG when there is no such type */
    public Connector get(String type) {
        Connector connector = byType.get(type);
        if (connector == null) {
            throw SettingValues.wrong("没有连接器 \"" + type + "\"，可用的有 " + byType.keySet() + " / there is no connector \""
                    + type + "\"; allowed: " + byType.keySet());
        }
        return connector;
    }

    public List<ConnectorDescription> descriptions() {
        return byType.values().stream().map(Connector::description).toList();
    }

    /**
     * Holds settings against the connector's description without fetching.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException SETTINGS_WRONG naming the setting and what is allowed
     */
    public void check(String type, Map<String, String> settings) {
        Connector connector = get(type);
        SettingValues values = SettingValues.of(connector.description(), settings);
        if (connector instanceof RoutedConnector routed) {
            routed.check(values);
        }
    }
}
