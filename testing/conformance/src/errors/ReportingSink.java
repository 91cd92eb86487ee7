package org.example.errors;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Reports values that begin with "bad"; reporting-sink.ts does the same. */
public class ReportingSink extends SinkConnector {
  private Map<String, String> props;

  @Override public String version() { return "1"; }
  @Override public void start(Map<String, String> props) { this.props = props; }
  @Override public Class<? extends Task> taskClass() { return ReportingSinkTask.class; }
  @Override public List<Map<String, String>> taskConfigs(int maxTasks) { return List.of(props); }
  @Override public void stop() {}
  @Override public ConfigDef config() { return new ConfigDef(); }

  public static class ReportingSinkTask extends SinkTask {
    private String reports;

    @Override public String version() { return "1"; }
    @Override public void start(Map<String, String> props) { reports = props.get("reports"); }
    @Override public void stop() {}

    @Override public void put(Collection<SinkRecord> records) {
      ErrantRecordReporter reporter = context.errantRecordReporter();
      for (SinkRecord record : records) {
        if (reporter == null || !String.valueOf(record.value()).startsWith("bad")) continue;
        reporter.report(reports.equals("built") ? built(record) : record, new DataException("it is " + record.value()));
      }
    }

    private static SinkRecord built(SinkRecord record) {
      return new SinkRecord(record.topic(), record.kafkaPartition(), Schema.STRING_SCHEMA, "built key",
          Schema.STRING_SCHEMA, "built of " + record.value(), record.kafkaOffset(), record.timestamp(),
          record.timestampType());
    }
  }
}
