import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/** A node of Elasticsearch 9 in this JVM: HOME, then setting=value for each of its settings. HOME/modules has its modules. */
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
        var modules = PluginsLoader.loadModulesBundles(home.resolve("modules"), false);
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
}
