package org.jiaohui.connector.targets;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.SettingsSchema;
import org.jiaohui.exchange.delivery.Target;
import org.jiaohui.exchange.delivery.TargetConnector;
import org.jiaohui.exchange.delivery.TargetConnectors;
import org.jiaohui.exchange.source.ConnectorDescription;

/** Every kind of target that this hub writes, by type. */
public final class DeliveryTargets implements TargetConnectors {
    private final Map<String, TargetConnector> byType = new LinkedHashMap<>();

    public DeliveryTargets(List<TargetConnector> connectors) {
        connectors.forEach(each -> byType.put(each.description().type(), each));
    }

    @Override
    public TargetConnector get(String type) {
        TargetConnector connector = byType.get(type);
        if (connector == null) {
            throw SettingValues.wrong("没有目标连接器 \"" + type + "\"，可用的有 " + byType.keySet()
                    + " / there is no target connector \"" + type + "\"; allowed: " + byType.keySet());
        }
        return connector;
    }

    @Override
    public List<ConnectorDescription> descriptions() {
        return byType.values().stream().map(TargetConnector::description).toList();
    }

    @Override
    public Map<String, Object> jsonSchema(String type) {
        return SettingsSchema.of(get(type).description());
    }

    @Override
    public Set<String> secretSettings(String type) {
        return get(type).description().settings().stream()
                .filter(ConnectorDescription.Setting::secret)
                .map(ConnectorDescription.Setting::name)
                .collect(Collectors.toSet());
    }

    @Override
    public void validate(Target target) {
        SettingValues.of(get(target.connector()).description(), target.settings());
    }
}
