import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.server.namenode.NameNode;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;

/** A NameNode, a DataNode, or both in one JVM: FOLDER HTTP_PORT RPC_PORT both|name|data [key=value ...]. */
public final class HdfsNodes {
  public static void main(String[] args) {
    try {
      run(args);
    } catch (Throwable failure) {
      failure.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private static void run(String[] args) throws Exception {
    // Formatting and serving in one JVM register metrics of the same names.
    DefaultMetricsSystem.setMiniClusterMode(true);
    Path folder = Path.of(args[0]).toAbsolutePath();
    String role = args[3];
    Configuration configuration = configuration(folder, args);
    NameNode nameNode = role.equals("data") ? null : startNameNode(folder, configuration);
    DataNode dataNode = role.equals("name") ? null : startDataNode(folder, configuration);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      if (dataNode != null) dataNode.shutdown();
      if (nameNode != null) nameNode.stop();
    }));
    while (role.equals("both") && nameNode.isInSafeMode()) Thread.sleep(20);
    System.out.println(dataNode == null ? "READY" : "READY " + dataNode.getInfoPort());
    Thread.currentThread().join();
  }

  private static Configuration configuration(Path folder, String[] args) {
    Configuration configuration = new HdfsConfiguration();
    String rpcAddress = "127.0.0.1:" + args[2];
    String[][] settings = {
      {"fs.defaultFS", "hdfs://" + rpcAddress},
      {"dfs.namenode.rpc-address", rpcAddress},
      {"dfs.namenode.http-address", "127.0.0.1:" + args[1]},
      {"dfs.namenode.name.dir", "file://" + folder + "/name"},
      {"dfs.datanode.data.dir", "file://" + folder + "/data"},
      {"hadoop.tmp.dir", folder + "/tmp"},
      {"dfs.datanode.address", "127.0.0.1:0"},
      {"dfs.datanode.ipc.address", "127.0.0.1:0"},
      {"dfs.datanode.http.address", "127.0.0.1:0"},
      {"dfs.datanode.hostname", "127.0.0.1"},
      {"dfs.client.use.datanode.hostname", "true"},
      {"dfs.datanode.use.datanode.hostname", "true"},
      {"dfs.replication", "1"},
      {"dfs.permissions.enabled", "false"},
      {"dfs.namenode.safemode.extension", "0"},
      {"dfs.namenode.safemode.min.datanodes", "1"},
      {"dfs.heartbeat.interval", "1"},
      {"dfs.namenode.heartbeat.recheck-interval", "1000"},
      {"dfs.namenode.redundancy.considerLoad", "false"},
      {"dfs.client.block.write.replace-datanode-on-failure.policy", "NEVER"},
      {"dfs.datanode.du.reserved", "0"},
      {"dfs.namenode.resource.du.reserved", "0"},
    };
    for (String[] setting : settings) configuration.set(setting[0], setting[1]);
    for (int index = 4; index < args.length; index++) {
      String[] setting = args[index].split("=", 2);
      configuration.set(setting[0], setting[1]);
    }
    return configuration;
  }

  /** What is in the folder already is kept. */
  private static NameNode startNameNode(Path folder, Configuration configuration) throws Exception {
    if (!Files.exists(folder.resolve("name/current/VERSION"))) {
      Files.createDirectories(folder.resolve("name"));
      NameNode.format(configuration);
    }
    return NameNode.createNameNode(new String[0], configuration);
  }

  private static DataNode startDataNode(Path folder, Configuration configuration) throws Exception {
    Files.createDirectories(folder.resolve("data"));
    DataNode node = DataNode.instantiateDataNode(new String[0], configuration, null);
    node.runDatanodeDaemon();
    return node;
  }
}
