import type { MetricGroup } from '../declare/metric-declaration.ts';

/**
 * How metrics are called: `plain` is what the JMX exporter makes of every one of Kafka's without any rules (and with
 * names in lower case), `rules` what it makes with the rules that its authors give as an example for Kafka Connect.
 */
export type MetricNaming = 'plain' | 'rules';

/** One metric before it has a name of Prometheus. */
export interface NamedMetric {
  /** For example `kafka.connect`, `kafka.consumer` or `sluice`. */
  readonly domain: string;
  /** For example `source-task-metrics`. */
  readonly group: string;
  /** For example `source-record-poll-total`. */
  readonly name: string;
  readonly isText: boolean;
}

export interface FamilyName {
  readonly family: string;
  /** What a tag is called as a label. */
  readonly labelOf: (tag: string) => string;
}

/** What a metric is called in Prometheus. */
export function familyName(metric: NamedMetric, naming: MetricNaming): FamilyName {
  const byRule = naming === 'rules' ? ruleName(metric) : null;
  if (byRule !== null) return { family: prometheusName(byRule), labelOf: ruleLabel };
  const { domain, group, name } = metric;
  return { family: prometheusName(`${domain}_${group}_${name}`), labelOf: prometheusName };
}

/** What a declared metric is called in Prometheus. */
export function metricFamily(group: MetricGroup, name: string, naming: MetricNaming): string {
  const isText = group.metrics[name]?.kind === 'text';
  return familyName({ domain: group.domain, group: group.name, name, isText }, naming).family;
}

/** In lower case, with an underscore for what may not stand in a name. */
export function prometheusName(text: string): string {
  const safe = text
    .replaceAll(/[^a-zA-Z0-9_]/g, '_')
    .replaceAll(/_{2,}/g, '_')
    .toLowerCase();
  return /^[0-9]/.test(safe) ? `_${safe}` : safe;
}

const clientDomains = new Set(['kafka.producer', 'kafka.consumer', 'kafka.admin.client']);

/** `null` for what the rules leave out: it keeps its plain name. */
function ruleName({ domain, group, name, isText }: NamedMetric): string | null {
  const type = group.replace(/-metrics$/, '');
  if (clientDomains.has(domain)) return `kafka_${type}_${name}`;
  if (domain !== 'kafka.connect') return null;
  if (group === 'connector-task-metrics' && name === 'status') return 'kafka_connect_connector_status';
  if (isText || group === 'connector-metrics' || type === group) return null;
  return group.startsWith('connect-worker-') ? `kafka_${type}_${name}` : `kafka_connect_${type}_${name}`;
}

function ruleLabel(tag: string): string {
  return tag.replaceAll(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
