import {
  atLeast,
  boolean,
  defineConfig,
  int,
  list,
  listOfNames,
  nonEmptyString,
  oneOf,
  refusal,
  string,
  type ConfigOf,
  type Validator,
} from '@sluice/connect-api';
import { accessKeys } from './access/access-keys.ts';
import { parseRelabelRules } from './relabel/relabel-rules.ts';

const targets = 'Targets';
const scraping = 'Scraping';

const relabelRules: Validator<string> = {
  describe: () => 'rules as JSON',
  check: (checked) => {
    try {
      parseRelabelRules(typeof checked.value === 'string' ? checked.value : '');
      return null;
    } catch (error) {
      return refusal(checked, (error as Error).message);
    }
  },
};

const names = { importance: 'medium', default: [], validator: listOfNames({ mayBeEmpty: true }) } as const;

const topicKey = string({
  doc: 'The topic that the metrics go to.',
  importance: 'high',
  validator: nonEmptyString(),
});

export const prometheusSourceConfig = defineConfig({
  topic: topicKey,
  job: string({
    doc: 'The label `job` of the metrics.',
    importance: 'high',
    default: 'sluice',
    group: targets,
  }),
  targets: list({ doc: 'Endpoints as `host:port`.', ...names, importance: 'high', group: targets }),
  'targets.files': list({
    doc: 'Globs of files with lists of targets, as Prometheus reads them: `[{"targets": ["host:port"], "labels": {}}]`.',
    ...names,
    group: targets,
  }),
  'targets.http.urls': list({ doc: 'Where such lists can be had over HTTP.', ...names, group: targets }),
  'targets.dns.names': list({ doc: 'Names whose addresses are the targets.', ...names, group: targets }),
  'targets.dns.type': string({
    doc: 'What is asked for such names: `SRV`, which tells ports, `A` or `AAAA`.',
    importance: 'low',
    default: 'SRV',
    validator: oneOf('SRV', 'A', 'AAAA'),
    group: targets,
  }),
  'targets.dns.port': int({
    doc: 'The port with `A` and `AAAA`.',
    importance: 'low',
    default: 80,
    group: targets,
  }),
  'targets.refresh.ms': int({
    doc: 'How often targets are looked up anew, in milliseconds.',
    importance: 'low',
    default: 30_000,
    validator: atLeast(100),
    group: targets,
  }),
  'relabel.targets': string({
    doc: 'Rules that change the labels of targets or drop them, as JSON with the names of `relabel_configs` of Prometheus.',
    importance: 'low',
    default: '',
    validator: relabelRules,
    group: targets,
  }),
  scheme: string({
    doc: 'How targets are asked: `http` or `https`.',
    importance: 'medium',
    default: 'http',
    validator: oneOf('http', 'https'),
    group: scraping,
  }),
  'metrics.path': string({
    doc: 'The path that is asked for.',
    importance: 'medium',
    default: '/metrics',
    group: scraping,
  }),
  'scrape.interval.ms': int({
    doc: 'How often each target is scraped, in milliseconds.',
    importance: 'high',
    default: 15_000,
    validator: atLeast(10),
    group: scraping,
  }),
  'scrape.timeout.ms': int({
    doc: 'A target that has not answered by then is down, in milliseconds.',
    importance: 'medium',
    default: 10_000,
    validator: atLeast(1),
    group: scraping,
  }),
  'honor.labels': boolean({
    doc: 'Whether labels of metrics are stronger than those of their target. Otherwise they become `exported_…`.',
    importance: 'low',
    default: false,
    group: scraping,
  }),
  'relabel.metrics': string({
    doc: 'Rules that change metrics or drop them, as JSON with the names of `metric_relabel_configs`; the name is the label `__name__`.',
    importance: 'low',
    default: '',
    validator: relabelRules,
    group: scraping,
  }),
  'body.size.limit': int({
    doc: 'A larger answer is refused, in bytes once unpacked.',
    importance: 'low',
    default: 50_000_000,
    validator: atLeast(1),
    group: scraping,
  }),
  'sample.limit': int({
    doc: 'An answer with more metrics is refused as a whole; 0 is no limit.',
    importance: 'medium',
    default: 0,
    validator: atLeast(0),
    group: scraping,
  }),
  'max.queued.metrics': int({
    doc: 'So many metrics may wait to be taken by Kafka. While there are more, scrapes are left out, and counted.',
    importance: 'low',
    default: 500_000,
    validator: atLeast(1),
    group: scraping,
  }),
  ...accessKeys,
});

export type PrometheusSourceConfig = ConfigOf<typeof prometheusSourceConfig>;

export const hostMetricsConfig = defineConfig({
  topic: topicKey,
  job: string({ doc: 'The label `job` of the metrics.', importance: 'medium', default: 'host' }),
  'interval.ms': int({
    doc: 'How often the machine is looked at, in milliseconds.',
    importance: 'high',
    default: 15_000,
    validator: atLeast(100),
  }),
  'file.systems': list({
    doc: 'Paths whose file systems are measured.',
    importance: 'low',
    default: ['/'],
    validator: listOfNames({ mayBeEmpty: true }),
  }),
});

export type HostMetricsConfig = ConfigOf<typeof hostMetricsConfig>;
