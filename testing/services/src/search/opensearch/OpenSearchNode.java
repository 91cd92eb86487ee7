import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

/** A node of OpenSearch in this JVM: HOME, then setting=value for each of its settings. */
public class OpenSearchNode extends Node {
    private static final String TRANSPORT = "org.opensearch.transport.Netty4ModulePlugin";

    private OpenSearchNode(Environment environment) {
        super(environment, List.of(onClassPath(TRANSPORT)), false);
    }

    private static PluginInfo onClassPath(String name) {
        return new PluginInfo(name, "a module", "NA", Version.CURRENT, "21", name, null, List.of(), false);
    }

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        Path config = Files.createDirectories(home.resolve("config"));
        Settings.Builder settings = Settings.builder().put("path.home", home);
        settings.put("transport.type", "netty4").put("http.type", "netty4");
        for (int i = 1; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            settings.put(args[i].substring(0, equals), args[i].substring(equals + 1));
        }
        Node node = new OpenSearchNode(new Environment(settings.build(), config));
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
