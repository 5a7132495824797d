package org.elasticsearch.node;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.env.Environment;
import org.elasticsearch.plugins.ClassPathPlugins;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.plugins.PluginsLoader;
import org.elasticsearch.plugins.PluginsService;

/** A node whose plugins lie on the class path. Uses internals of the server: its version is pinned. */
public final class ClassPathNode extends Node {
    public ClassPathNode(Environment environment, List<Plugin> plugins) {
        super(NodeConstruction.prepareConstruction(
                environment,
                PluginsLoader.createPluginsLoader(Set.of(), Set.of(), Map.of(), false),
                new NodeServiceProvider() {
                    @Override
                    PluginsService newPluginService(Environment of, PluginsLoader loader) {
                        return new ClassPathPlugins(of, loader, plugins);
                    }
                },
                true));
    }
}
