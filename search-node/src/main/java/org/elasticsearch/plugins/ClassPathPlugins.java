package org.elasticsearch.plugins;

import java.util.ArrayList;
import java.util.List;
import org.elasticsearch.Build;
import org.elasticsearch.env.Environment;
import org.jspecify.annotations.NullUnmarked;

/** Offers plugins of the class path to the node; the server itself knows only plugins in folders. */
public final class ClassPathPlugins extends PluginsService {
    private final List<LoadedPlugin> loaded = new ArrayList<>();

    public ClassPathPlugins(Environment environment, PluginsLoader loader, List<Plugin> plugins) {
        super(environment.settings(), environment.configDir(), loader);
        for (Plugin plugin : plugins) {
            loaded.add(new LoadedPlugin(descriptor(plugin), plugin, ClassPathPlugins.class.getClassLoader()));
        }
    }

    @Override
    protected List<LoadedPlugin> plugins() {
        return loaded;
    }

    @NullUnmarked // the server wants null for a plugin without a module
    private static PluginDescriptor descriptor(Plugin plugin) {
        String name = plugin.getClass().getSimpleName();
        return new PluginDescriptor(
                name,
                "on the class path",
                "1",
                Build.current().version(),
                "25",
                plugin.getClass().getName(),
                null,
                List.of(),
                false,
                false,
                false,
                false,
                PluginDescriptor.DeploymentTarget.ALL);
    }
}
