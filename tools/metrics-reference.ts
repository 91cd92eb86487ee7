import { metricFamily, metricGroups, type MetricGroup } from '@sluice/runtime';

const introduction = `# Metrics

\`GET /metrics\` on the worker's REST listener answers with all metrics in the text format of Prometheus: those of Kafka
Connect 4.3 under their own names, those of the Kafka clients of tasks and of the member that a worker is of its group
(\`connect-coordinator-metrics\`, \`connect-metrics\`), those that plugins register, and a few of ours.
Written by \`npm run generate\`; do not edit.

\`\`\`yaml
scrape_configs:
  - job_name: sluice
    static_configs: [{ targets: ['worker:8083'] }]
    # params: { names: [rules] }   for dashboards made for the JMX exporter's example rules
\`\`\`

## Names

A Java worker shows metrics as JMX beans, which most people have the JMX exporter turn into names of Prometheus. There are
two habits, and both are served:

- **plain**, the default: what the exporter makes of every bean without rules (\`lowercaseOutputName: true\`):
  \`kafka_connect_source_task_metrics_source_record_poll_total{connector="…",task="0"}\`. Labels have underscores: \`client_id\`.
- **rules**, with \`?names=rules\`: what it makes with the rules that its authors give as an example for Kafka Connect
  (\`kafka-connect.yml\`), which other projects took over: \`kafka_connect_source_task_source_record_poll_total\`,
  \`kafka_connect_connector_status{connector="…",task="0",status="running"}\`. Labels have capitals: \`clientId\`. What no rule is
  about keeps its plain name; metrics that a rule drops by their ending are there too.

A metric that is a word, such as a state or a class, is 1, with the word in a label called like the metric:
\`kafka_connect_connector_metrics_status{connector="…",status="running"} 1\`. In both habits counters are of type
\`counter\`, where the exporter calls everything \`gauge\` or \`untyped\`.

## Metrics of plugins

Connectors and tasks register metrics through \`metrics\` of their context, converters, transformations and predicates through
\`withPluginMetrics\`. They are of the group \`plugins\`: \`kafka_connect_plugins_rows_read_total{connector="…",task="0"}\`, with
\`converter\` (\`key\`, \`value\` or \`header\`), \`transformation\` or \`predicate\` (the alias) beside these where it is one, and
tags of their own. A plugin sees its own metrics and sensors only, whatever others call theirs, and all of it is gone when the
plugin is closed.

## Values

| kind      | meaning                                                                                                      |
| --------- | ------------------------------------------------------------------------------------------------------------ |
| total     | grows from the start of the task or worker                                                                   |
| rate      | per second over the last \`metrics.num.samples\` (2) windows of \`metrics.sample.window.ms\` (30 s), as Kafka's own |
| avg, max, min | over the same windows; \`NaN\` without anything in them                                                      |
| fraction  | share of what happened in the same windows, from 0 to 1, although it is called a percentage                  |
| gauge     | what holds now                                                                                               |
| text      | a word                                                                                                       |

Task threads count by batch and are asked when somebody asks the worker. A thread that does not answer within 250 ms is not
waited for: its tasks are shown as they were known last, and \`sluice_task_flow_metrics_metrics_age_seconds\` says how old that is.
States are known to the worker and are never old. Metrics of a task are there from when it is made until it is stopped,
restarted or removed; a failed task keeps them.

What is different from a Java worker:

- \`task-startup-attempts-total\` and the like count every start. Java 4.3 counts only tasks that cannot be built.
- \`source-record-write-total\` grows when records are acknowledged, in Java when all records of a poll are done with.
- \`sink-record-lag-max\` is declared in Java and never there; use \`sluice_sink_partition_metrics_records_lag\`.
- \`connector-restarting-task-count\` is 0: a task that is restarted is not there for a moment.
- Of the Kafka clients, means and extremes are over the life of the client, rates are of what was counted between scrapes,
  and there are no metrics by node. Java's clients have more.
- \`metric.reporters\` names classes of Java, which cannot be loaded: a warning says so, and the worker starts all the
  same. \`metrics.recording.level\` makes no difference: everything is recorded. \`metrics.context.*\`, with the ids of
  cluster and group, are the labels of \`sluice_metrics_context_info\`.
`;

/** All metrics in Markdown, from their declarations. */
export function renderMetricsReference(): string {
  const kafka = metricGroups.filter(({ domain }) => domain === 'kafka.connect');
  const own = metricGroups.filter(({ domain }) => domain === 'sluice');
  return [
    introduction,
    '## Metrics of Kafka Connect\n',
    ...kafka.map(renderGroup),
    '## Metrics that a Java worker does not have\n',
    ...own.map(renderGroup),
  ].join('\n');
}

function renderGroup(group: MetricGroup): string {
  const { name, tags, doc, metrics } = group;
  const labels = tags.length === 0 ? 'No labels.' : `Labels: ${tags.map((tag) => `\`${tag}\``).join(', ')}.`;
  const rows = Object.entries(metrics).map(([metric, { kind, unit, doc: metricDoc }]) => {
    const family = metricFamily(group, metric, 'plain');
    return `| \`${metric}\` | ${kind} | ${unit === 'none' ? '' : unit} | ${metricDoc} | \`${family}\` |`;
  });
  const head = '| metric | kind | unit | meaning | name in Prometheus |\n| --- | --- | --- | --- | --- |';
  return `### ${name}\n\n${doc} ${labels}\n\n${head}\n${rows.join('\n')}\n`;
}
