import { describe, expect, it } from 'vitest';
import { familyName, type MetricNaming } from './family-names.ts';

const nameOf = (path: string, naming: MetricNaming, isText = false): string => {
  const [domain = '', group = '', name = ''] = path.split(' ');
  return familyName({ domain, group, name, isText }, naming).family;
};

describe('the name of a metric in Prometheus', () => {
  // What the JMX exporter 1.x makes of these beans with `lowercaseOutputName: true` and no rules.
  it.each([
    [
      'kafka.connect source-task-metrics source-record-poll-total',
      'kafka_connect_source_task_metrics_source_record_poll_total',
    ],
    ['kafka.connect connect-worker-metrics task-count', 'kafka_connect_connect_worker_metrics_task_count'],
    [
      'kafka.consumer consumer-fetch-manager-metrics records-lag',
      'kafka_consumer_consumer_fetch_manager_metrics_records_lag',
    ],
    ['kafka.connect app-info start-time-ms', 'kafka_connect_app_info_start_time_ms'],
  ])('%s is plainly %s', (path, family) => {
    expect(nameOf(path, 'plain')).toBe(family);
  });

  // What its example rules for Kafka Connect make of them.
  it.each([
    [
      'kafka.connect source-task-metrics source-record-poll-total',
      'kafka_connect_source_task_source_record_poll_total',
    ],
    ['kafka.connect connector-task-metrics batch-size-avg', 'kafka_connect_connector_task_batch_size_avg'],
    ['kafka.connect task-error-metrics total-retries', 'kafka_connect_task_error_total_retries'],
    ['kafka.connect connect-worker-metrics task-count', 'kafka_connect_worker_task_count'],
    [
      'kafka.connect connect-worker-rebalance-metrics rebalance-avg-time-ms',
      'kafka_connect_worker_rebalance_rebalance_avg_time_ms',
    ],
    [
      'kafka.connect connect-coordinator-metrics assigned-tasks',
      'kafka_connect_connect_coordinator_assigned_tasks',
    ],
    ['kafka.consumer consumer-fetch-manager-metrics records-lag', 'kafka_consumer_fetch_manager_records_lag'],
    ['kafka.producer producer-topic-metrics byte-total', 'kafka_producer_topic_byte_total'],
    ['kafka.admin.client admin-client-metrics request-total', 'kafka_admin_client_request_total'],
  ])('%s is by the rules %s', (path, family) => {
    expect(nameOf(path, 'rules')).toBe(family);
  });

  it('is by the rules kafka_connect_connector_status for the state of a task', () => {
    expect(nameOf('kafka.connect connector-task-metrics status', 'rules', true)).toBe(
      'kafka_connect_connector_status',
    );
  });

  it('is plain for what no rule is about', () => {
    for (const path of [
      'kafka.connect connector-metrics status',
      'sluice process-metrics cpu-seconds-total',
    ]) {
      expect(nameOf(path, 'rules', true)).toBe(nameOf(path, 'plain', true));
    }
  });

  it('has labels with underscores, by the rules with capitals', () => {
    const metric = { domain: 'kafka.consumer', group: 'consumer-metrics', name: 'x', isText: false };
    expect(familyName(metric, 'plain').labelOf('client-id')).toBe('client_id');
    expect(familyName(metric, 'rules').labelOf('client-id')).toBe('clientId');
  });
});
