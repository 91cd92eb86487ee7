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
import { prometheusName, type FamilyName, type MetricNaming } from './family-names.ts';
import { MetricNames } from './metric-names.ts';
import { labelText, PrometheusText, type Family, type FamilyType, type Labels } from './prometheus-text.ts';

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
  const names = new MetricNames(naming);
  const samples = Map.groupBy([...shown.groups, countOf(shown.groups)], ({ groupId }) => groupId);
  for (const group of metricGroups) addGroup(text, { group, samples: samples.get(group.id) ?? [], names });
  for (const client of shown.clients) {
    for (const metric of client.metrics) addClientMetric(text, { ...metric, client }, names);
  }
  for (const sample of shown.plugins) addPluginMetric(text, sample, names);
  addContext(text, shown.context);
  return text.toString();
}

function countOf(groups: readonly GroupSample[]): GroupSample {
  const ofKafka = groups.filter(({ groupId }) => groupsById.get(groupId)?.domain === 'kafka.connect');
  const count = ofKafka.reduce((sum, { values }) => sum + values.filter((value) => value !== null).length, 1);
  return { groupId: metricsCount.id, tags: [], values: [count] };
}

interface SampledGroup {
  readonly group: MetricGroup;
  readonly samples: readonly GroupSample[];
  readonly names: MetricNames;
}

/** A metric of a group, as it is written. */
interface Column {
  readonly family: Family;
  /** What its text is called as a label. */
  readonly ownLabel: string;
  readonly labelOf: FamilyName['labelOf'];
}

function addGroup(text: PrometheusText, { group, samples, names }: SampledGroup): void {
  if (samples.length === 0) return;
  const columns = Object.entries(group.metrics).map(([name, declaration]): Column => {
    const isText = declaration.kind === 'text';
    const { family, labelOf } = names.family({ domain: group.domain, group: group.name, name, isText });
    return {
      family: { name: family, type: typeOf(declaration), help: declaration.doc },
      ownLabel: labelOf(name),
      labelOf,
    };
  });
  for (const { tags, values } of samples) {
    const texts = new Map<Column['labelOf'], string>();
    for (const [index, column] of columns.entries()) {
      const value = values[index] ?? null;
      if (value === null) continue;
      const { labelOf } = column;
      const labels = texts.get(labelOf) ?? tagText(group.tags, tags, labelOf);
      texts.set(labelOf, labels);
      addValue(text, column, { labels, value });
    }
  }
}

function tagText(
  names: readonly string[],
  values: readonly string[],
  labelOf: FamilyName['labelOf'],
): string {
  return labelText(Object.fromEntries(names.map((tag, index) => [labelOf(tag), values[index] ?? ''])));
}

interface OneValue {
  readonly labels: string;
  readonly value: Exclude<MetricValue, null>;
}

function addValue(text: PrometheusText, { family, ownLabel }: Column, { labels, value }: OneValue): void {
  if (typeof value === 'number') text.add(family, labels, value);
  else if (typeof value !== 'string')
    text.addHistogram(family, labels, { ...value, bounds: latencyBoundsMs });
  else {
    const own = labelText({ [ownLabel]: value });
    text.add(family, labels === '' ? own : `${labels},${own}`, 1);
  }
}

function typeOf({ kind }: MetricDeclaration): FamilyType {
  if (kind === 'histogram') return 'histogram';
  return kind === 'total' ? 'counter' : 'gauge';
}

function addClientMetric(
  text: PrometheusText,
  { client, group, name, kind, doc, tags, value }: Metric & { readonly client: ClientSample },
  names: MetricNames,
): void {
  const found = names.family({ domain: client.domain, group, name, isText: false });
  const labels: Record<string, string> = { [names.label('client-id', found)]: client.clientId };
  for (const [tag, of] of Object.entries(tags)) labels[names.label(tag, found)] = of;
  text.add({ name: found.family, type: kind, help: doc }, labelText(labels), value);
}

function addPluginMetric(
  text: PrometheusText,
  { name, kind, doc, tags, value }: PluginSample,
  names: MetricNames,
): void {
  const metric = { domain: 'kafka.connect', group: 'plugins', name, isText: false };
  const found = names.family(metric);
  const labels = Object.fromEntries(Object.entries(tags).map(([tag, of]) => [names.label(tag, found), of]));
  const family = { name: found.family, type: kind === 'total' ? 'counter' : 'gauge', help: doc } as const;
  text.add(family, labelText(labels), value);
}

function addContext(text: PrometheusText, context: Labels): void {
  const labels = Object.fromEntries(
    Object.entries(context).map(([key, value]) => [prometheusName(key), value]),
  );
  const help = 'What metrics.context.* and the worker say about all metrics of this worker.';
  text.add({ name: 'sluice_metrics_context_info', type: 'gauge', help }, labelText(labels), 1);
}
