import type { Metric } from '@sluice/kafka-client';
import type {
  GroupSample,
  MetricDeclaration,
  MetricGroup,
  MetricValue,
} from '../declare/metric-declaration.ts';
import { metricGroups } from '../groups/all-groups.ts';
import { latencyBoundsMs } from '../groups/own-groups.ts';
import { metricsCount } from '../groups/worker-groups.ts';
import type { PluginSample } from '../plugin/registered-metrics.ts';
import type { ClientSample } from '../task/task-meter.ts';
import { familyName, prometheusName, type MetricNaming } from './family-names.ts';
import { PrometheusText, type FamilyType, type Labels } from './prometheus-text.ts';

/** What is to be shown. */
export interface ShownMetrics {
  readonly groups: readonly GroupSample[];
  readonly clients: readonly ClientSample[];
  readonly plugins: readonly PluginSample[];
  /** `metrics.context.*` and what the worker adds to it. */
  readonly context: Labels;
}

const groupsById = new Map(metricGroups.map((group) => [group.id, group]));

/** Writes metrics in the text format of Prometheus. */
export function renderMetrics(shown: ShownMetrics, naming: MetricNaming): string {
  const text = new PrometheusText();
  const groups = [...shown.groups, countOf(shown.groups)];
  for (const { id } of metricGroups) {
    for (const sample of groups) if (sample.groupId === id) addGroup(text, sample, naming);
  }
  for (const client of shown.clients) {
    for (const metric of client.metrics) addClientMetric(text, { ...metric, client }, naming);
  }
  for (const sample of shown.plugins) addPluginMetric(text, sample, naming);
  addContext(text, shown.context);
  return text.toString();
}

function countOf(groups: readonly GroupSample[]): GroupSample {
  const ofKafka = groups.filter(({ groupId }) => groupsById.get(groupId)?.domain === 'kafka.connect');
  const count = ofKafka.reduce((sum, { values }) => sum + values.filter((value) => value !== null).length, 1);
  return { groupId: metricsCount.id, tags: [], values: [count] };
}

function addGroup(text: PrometheusText, { groupId, tags, values }: GroupSample, naming: MetricNaming): void {
  const group = groupsById.get(groupId);
  if (group === undefined) return;
  for (const [index, [name, declaration]] of Object.entries(group.metrics).entries()) {
    const value = values[index] ?? null;
    if (value !== null) addValue(text, { group, name, declaration, tags, value }, naming);
  }
}

interface OneValue {
  readonly group: MetricGroup;
  readonly name: string;
  readonly declaration: MetricDeclaration;
  readonly tags: readonly string[];
  readonly value: Exclude<MetricValue, null>;
}

function addValue(
  text: PrometheusText,
  { group, name, declaration, tags, value }: OneValue,
  naming: MetricNaming,
): void {
  const isText = declaration.kind === 'text';
  const { family, labelOf } = familyName({ domain: group.domain, group: group.name, name, isText }, naming);
  const labels = Object.fromEntries(group.tags.map((tag, index) => [labelOf(tag), tags[index] ?? '']));
  const described = { name: family, type: typeOf(declaration), help: declaration.doc };
  if (typeof value === 'string') text.add(described, { ...labels, [labelOf(name)]: value }, 1);
  else if (typeof value === 'number') text.add(described, labels, value);
  else text.addHistogram(described, labels, { ...value, bounds: latencyBoundsMs });
}

function typeOf({ kind }: MetricDeclaration): FamilyType {
  if (kind === 'histogram') return 'histogram';
  return kind === 'total' ? 'counter' : 'gauge';
}

function addClientMetric(
  text: PrometheusText,
  { client, group, name, kind, doc, tags, value }: Metric & { readonly client: ClientSample },
  naming: MetricNaming,
): void {
  const { family, labelOf } = familyName({ domain: client.domain, group, name, isText: false }, naming);
  const all = Object.entries({ 'client-id': client.clientId, ...tags });
  const labels = Object.fromEntries(all.map(([tag, tagValue]) => [labelOf(tag), tagValue]));
  text.add({ name: family, type: kind, help: doc }, labels, value);
}

function addPluginMetric(
  text: PrometheusText,
  { name, kind, doc, tags, value }: PluginSample,
  naming: MetricNaming,
): void {
  const metric = { domain: 'kafka.connect', group: 'plugins', name, isText: false };
  const { family, labelOf } = familyName(metric, naming);
  const labels = Object.fromEntries(Object.entries(tags).map(([tag, text]) => [labelOf(tag), text]));
  text.add({ name: family, type: kind === 'total' ? 'counter' : 'gauge', help: doc }, labels, value);
}

function addContext(text: PrometheusText, context: Labels): void {
  const labels = Object.fromEntries(
    Object.entries(context).map(([key, value]) => [prometheusName(key), value]),
  );
  const help = 'What metrics.context.* and the worker say about all metrics of this worker.';
  text.add({ name: 'sluice_metrics_context_info', type: 'gauge', help }, labels, 1);
}
