package org.example.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Makes strings as fast as they are taken; string-source.ts does the same. */
public class StringSource extends SourceConnector {
  private Map<String, String> props;

  @Override public String version() { return "1"; }
  @Override public void start(Map<String, String> props) { this.props = props; }
  @Override public Class<? extends Task> taskClass() { return StringSourceTask.class; }
  @Override public List<Map<String, String>> taskConfigs(int maxTasks) { return List.of(props); }
  @Override public void stop() {}
  @Override public ConfigDef config() { return new ConfigDef(); }

  public static class StringSourceTask extends SourceTask {
    private static final int batchSize = 1000;
    private final String[] values = new String[batchSize];
    private String topic;
    private long records;
    private long made = 0;

    @Override public String version() { return "1"; }

    @Override public void start(Map<String, String> props) {
      topic = props.get("topic");
      records = Long.parseLong(props.get("records"));
      int bytes = Integer.parseInt(props.get("record.bytes"));
      for (int index = 0; index < batchSize; index++) {
        String text = String.format("%012d the quick brown fox jumps over the lazy dog ", index);
        values[index] = (text + "x".repeat(bytes)).substring(0, bytes);
      }
    }

    @Override public List<SourceRecord> poll() throws InterruptedException {
      int count = (int) Math.min(batchSize, records - made);
      if (count == 0) {
        Thread.sleep(50);
        return null;
      }
      List<SourceRecord> batch = new ArrayList<>(count);
      for (int index = 0; index < count; index++) {
        made++;
        batch.add(new SourceRecord(
            Collections.singletonMap("generator", "strings"), Collections.singletonMap("made", made),
            topic, null, null, null, Schema.STRING_SCHEMA, values[index]));
      }
      return batch;
    }

    @Override public void stop() {}
  }
}
