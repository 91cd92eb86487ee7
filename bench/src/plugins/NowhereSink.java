package org.example.bench;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Takes records and does nothing with them; nowhere-sink.ts does the same. */
public class NowhereSink extends SinkConnector {
  private Map<String, String> props;

  @Override public String version() { return "1"; }
  @Override public void start(Map<String, String> props) { this.props = props; }
  @Override public Class<? extends Task> taskClass() { return NowhereSinkTask.class; }
  @Override public List<Map<String, String>> taskConfigs(int maxTasks) { return List.of(props); }
  @Override public void stop() {}
  @Override public ConfigDef config() { return new ConfigDef(); }

  public static class NowhereSinkTask extends SinkTask {
    @Override public String version() { return "1"; }
    @Override public void start(Map<String, String> props) {}
    @Override public void put(Collection<SinkRecord> records) {}
    @Override public void stop() {}
  }
}
