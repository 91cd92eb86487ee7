import {
  boolean,
  caseInsensitiveOneOf,
  defineConfig,
  list,
  listOfNames,
  long,
  pluginClass,
  string,
  type ConfigKey,
} from '@sluice/connect-api';
import { bootstrapKeys } from '../client-keys/connection-keys.ts';
import { metricsKeys } from '../client-keys/metrics-keys.ts';
import { sslKeys } from '../client-keys/ssl-keys.ts';
import { overridePolicyKeys } from '../overrides/override-policy.ts';
import { healthKeys } from './health-keys.ts';
import { restKeys } from './rest-keys.ts';
import { restartKeys } from './restart-keys.ts';

const unused = 'Without effect in this version.';

function versionOf(what: string): ConfigKey<string | null> {
  return string({
    doc: `Version, or range of versions, of the ${what}; the newest that is installed by default.`,
    importance: 'low',
    default: null,
  });
}

const converterKeys = defineConfig({
  'key.converter': pluginClass({
    doc: 'Converter of record keys for connectors that name none; its options follow under `key.converter.`.',
    importance: 'high',
  }),
  'key.converter.plugin.version': versionOf('converter of record keys'),
  'value.converter': pluginClass({
    doc: 'Converter of record values for connectors that name none; its options follow under `value.converter.`.',
    importance: 'high',
  }),
  'value.converter.plugin.version': versionOf('converter of record values'),
  'header.converter': pluginClass({
    doc: 'Converter of record headers for connectors that name none; its options follow under `header.converter.`.',
    importance: 'low',
    default: 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
  }),
  'header.converter.plugin.version': versionOf('converter of record headers'),
});

const pluginKeys = defineConfig({
  'plugin.path': list({
    doc: 'Where plugins are installed: folders that hold a folder for each plugin, or packages themselves. Relative ones are looked for where the worker was started.',
    importance: 'low',
    default: null,
    validator: listOfNames({ mayBeNull: true }),
  }),
  'plugin.discovery': string({
    doc: 'How Java workers find plugins. Here all are found by the lists in their packages, whatever this says.',
    importance: 'low',
    default: 'hybrid_warn',
    validator: caseInsensitiveOneOf('ONLY_SCAN', 'HYBRID_WARN', 'HYBRID_FAIL', 'SERVICE_LOAD'),
  }),
  'config.providers': list({
    doc: 'Aliases of the config providers that configurations may refer to as `${alias:path:key}`. The class of each stands under `config.providers.<alias>.class`, its parameters under `config.providers.<alias>.param.`; see [secrets](secrets.md).',
    importance: 'low',
    default: [],
    validator: listOfNames({ mayBeEmpty: true }),
  }),
});

const topicKeys = defineConfig({
  'topic.creation.enable': boolean({
    doc: 'Whether sources may have settings for the topics that are created for them, under `topic.creation.`.',
    importance: 'low',
    default: true,
  }),
  'topic.tracking.enable': boolean({
    doc: `Whether it is noted which topics a connector uses. ${unused}`,
    importance: 'low',
    default: true,
  }),
  'topic.tracking.allow.reset': boolean({
    doc: `Whether the notes on which topics a connector uses may be deleted. ${unused}`,
    importance: 'low',
    default: true,
  }),
});

const workerMetricsKeys = defineConfig({
  ...metricsKeys,
  'metrics.sample.window.ms': {
    ...metricsKeys['metrics.sample.window.ms'],
    doc: 'Width of the windows over which rates, means and extremes are taken, in milliseconds.',
  },
  'metrics.num.samples': {
    ...metricsKeys['metrics.num.samples'],
    doc: 'Over how many windows rates, means and extremes are taken.',
  },
  'metrics.recording.level': {
    ...metricsKeys['metrics.recording.level'],
    doc: 'Up to which level figures are counted. Without effect: all are.',
  },
  'metric.reporters': {
    ...metricsKeys['metric.reporters'],
    doc: 'Classes of Java that show figures. They cannot be loaded; `GET /metrics` shows the same figures, see [metrics](metrics.md).',
  },
});

/** The keys of a worker of any mode. */
export const workerKeys = defineConfig({
  ...bootstrapKeys,
  'bootstrap.servers': {
    ...bootstrapKeys['bootstrap.servers'],
    doc: 'Brokers to find the Kafka cluster by, as `host:port`: for the worker and, unless overridden, for all clients of its connectors.',
  },
  ...converterKeys,
  'task.shutdown.graceful.timeout.ms': long({
    doc: 'How long tasks may take to end, in milliseconds, before they are cancelled.',
    importance: 'low',
    default: 5000,
  }),
  'offset.flush.interval.ms': long({
    doc: 'How often the offsets of sources and the positions of sinks are committed, in milliseconds.',
    importance: 'low',
    default: 60_000,
  }),
  'offset.flush.timeout.ms': long({
    doc: 'How long one commit may take, in milliseconds; what it did not store is stored the next time.',
    importance: 'low',
    default: 5000,
  }),
  ...pluginKeys,
  'connector.client.config.override.policy': string({
    doc: 'Which settings of their clients connectors may override: `All`, `None`, `Principal` (how to log in) or `Allowlist` (those of `connector.client.config.override.allowlist`).',
    importance: 'medium',
    default: 'All',
  }),
  ...overridePolicyKeys,
  ...topicKeys,
  ...workerMetricsKeys,
  ...sslKeys,
  ...restKeys,
  ...restartKeys,
  ...healthKeys,
});

/** What a standalone worker has beside them. */
export const standaloneKeys = defineConfig({
  'offset.storage.file.filename': string({
    doc: 'File for the offsets of sources, in the format of Java workers.',
    importance: 'high',
  }),
});
