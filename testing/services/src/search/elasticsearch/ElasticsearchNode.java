import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginBundle;
import org.elasticsearch.plugins.PluginsLoader;

/** A node of Elasticsearch in this JVM: HOME, then setting=value for each of its settings. HOME/modules has its modules. */
public class ElasticsearchNode {
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        Path config = Files.createDirectories(home.resolve("config"));
        Settings.Builder settings = Settings.builder().put("path.home", home);
        for (int i = 1; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            settings.put(args[i].substring(0, equals), args[i].substring(equals + 1));
        }
        LogConfigurator.configureESLogging();
        LogConfigurator.setNodeName("node");
        var modules = loadModules(home.resolve("modules"));
        var loader = PluginsLoader.createPluginsLoader(modules, Set.of(), Map.of(), false);
        Node node = new Node(new Environment(settings.build(), config), loader);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception e) {
                e.printStackTrace();
            }
        }));
        node.start();
        Thread.currentThread().join();
    }

    /** Elasticsearch 9 wants to be told one thing more than 8. */
    @SuppressWarnings("unchecked")
    private static Set<PluginBundle> loadModules(Path folder) throws Exception {
        for (Method method : PluginsLoader.class.getMethods()) {
            if (!method.getName().equals("loadModulesBundles")) continue;
            Object found = method.getParameterCount() == 1 ? method.invoke(null, folder) : method.invoke(null, folder, false);
            return (Set<PluginBundle>) found;
        }
        throw new NoSuchMethodException("PluginsLoader.loadModulesBundles");
    }
}
