import {
  boolean,
  defineConfig,
  int,
  list,
  listOfNames,
  long,
  pluginClass,
  string,
} from '@sluice/connect-api';

/** The keys of a worker of any mode. */
export const workerKeys = defineConfig({
  'bootstrap.servers': list({
    doc: 'Brokers to find the Kafka cluster by, as `host:port`: for the worker and, unless overridden, for all clients of its connectors.',
    importance: 'high',
    validator: listOfNames(),
  }),
  'key.converter': pluginClass({
    doc: 'Converter of record keys for connectors that name none; its options follow under `key.converter.`.',
    importance: 'high',
  }),
  'value.converter': pluginClass({
    doc: 'Converter of record values for connectors that name none; its options follow under `value.converter.`.',
    importance: 'high',
  }),
  'header.converter': pluginClass({
    doc: 'Converter of record headers for connectors that name none; its options follow under `header.converter.`.',
    importance: 'low',
    default: 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
  }),
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
  'config.providers': list({
    doc: 'Aliases of the config providers that configurations may refer to as `${alias:path:key}`. The class of each stands under `config.providers.<alias>.class`, its parameters under `config.providers.<alias>.param.`; see [secrets](secrets.md).',
    importance: 'low',
    default: [],
    validator: listOfNames({ mayBeEmpty: true }),
  }),
  listeners: list({
    doc: 'Addresses of the REST API, as `http://host:port`; an empty host means all interfaces.',
    importance: 'low',
    default: ['http://:8083'],
  }),
  'sluice.rest.mask.secrets': boolean({
    doc: 'Whether REST answers show `[hidden]` in place of the values of passwords and of keys that are called like secrets. Who sends it back unchanged keeps the value that is stored. Not a setting of Java workers.',
    importance: 'low',
    default: false,
  }),
  'rest.advertised.host.name': string({
    doc: 'Host under which this worker is known, also in the `worker_id` of states.',
    importance: 'low',
    default: null,
  }),
  'rest.advertised.port': int({
    doc: 'Port under which this worker is known.',
    importance: 'low',
    default: null,
  }),
});

/** What a standalone worker has beside them. */
export const standaloneKeys = defineConfig({
  'offset.storage.file.filename': string({
    doc: 'File for the offsets of sources, in the format of Java workers.',
    importance: 'high',
  }),
});
