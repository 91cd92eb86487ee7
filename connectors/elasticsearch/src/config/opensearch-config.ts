import {
  atLeast,
  boolean,
  caseInsensitiveOneOf,
  defineConfig,
  list,
  long,
  mergeDefinitions,
  string,
  type ConfigOf,
} from '@sluice/connect-api';
import { batchingKeys } from './batching-keys.ts';
import { connectionKeys } from './connection-keys.ts';
import { documentKeys } from './document-keys.ts';
import { topicMappings } from './topic-mappings.ts';
import { tlsKeys } from './tls-keys.ts';

const behavior = defineConfig({
  'flush.timeout.ms': long({
    doc: 'How long a commit of offsets waits for what is under way. After that, what is safe by then is committed.',
    importance: 'low',
    default: 10_000,
    validator: atLeast(1),
    group: 'Requests',
  }),
  'index.write.method': string({
    doc: '`insert` replaces a document; `upsert` changes the fields that the record has and leaves the others.',
    importance: 'low',
    default: 'insert',
    validator: caseInsensitiveOneOf('insert', 'upsert'),
    group: 'Documents',
  }),
  'key.ignore.id.strategy': string({
    doc: 'The id of a document where the key is ignored: `none` has the server make one (a record that is sent again is then a second document), `record.key` is the key after all, `topic.partition.offset` is where the record stands.',
    importance: 'low',
    default: 'topic.partition.offset',
    validator: caseInsensitiveOneOf('none', 'record.key', 'topic.partition.offset'),
    group: 'Documents',
  }),
  'external.version.header': string({
    doc: 'A header with a whole number that is the version of the document, in place of the offset. Empty for none.',
    importance: 'low',
    default: '',
    group: 'Documents',
  }),
  'behavior.on.null.values': string({
    doc: 'What a record without a value does: `ignore` it, `delete` the document with its key, or `fail`.',
    importance: 'low',
    default: 'ignore',
    validator: caseInsensitiveOneOf('ignore', 'delete', 'fail'),
    group: 'Errors',
  }),
  'behavior.on.malformed.documents': string({
    doc: 'What becomes of a record that the server refuses for good: `ignore` and `warn` leave it out, `report` has it reported as `errors.tolerance` says, `fail` fails the task.',
    importance: 'low',
    default: 'fail',
    validator: caseInsensitiveOneOf('ignore', 'warn', 'report', 'fail'),
    group: 'Errors',
  }),
  'behavior.on.version.conflict': string({
    doc: 'What becomes of a record that is older than its document: `ignore` and `warn` leave it out, `report` has it reported as `errors.tolerance` says, `fail` fails the task. A record that was written already, and comes again after a restart, is no conflict.',
    importance: 'low',
    default: 'fail',
    validator: caseInsensitiveOneOf('ignore', 'warn', 'report', 'fail'),
    group: 'Errors',
  }),
  'routing.type': string({
    doc: 'What decides in which shard a document is: `none` leaves it to its id, `key` is the key of the record, `value` a field of its value.',
    importance: 'low',
    default: 'none',
    validator: caseInsensitiveOneOf('none', 'key', 'value'),
    group: 'Documents',
  }),
  'routing.type.record.value.path': string({
    doc: 'The field that `routing.type=value` takes, with dots between the names: `customer.id`.',
    importance: 'low',
    default: null,
    group: 'Documents',
  }),
});

const resources = defineConfig({
  'existing.resource.type': string({
    doc: 'Where records go: `none` is an index or data stream by the name of the topic, made when needed; the others are what `topic.to.existing.resource.mapping` names.',
    importance: 'low',
    default: 'none',
    validator: caseInsensitiveOneOf('none', 'index', 'alias', 'data_stream'),
    group: 'Indexes',
  }),
  'topic.to.existing.resource.mapping': list({
    doc: 'Topics with the index, alias or data stream that each goes to: `topic:index,other:index2`.',
    importance: 'low',
    default: null,
    validator: topicMappings(),
    group: 'Indexes',
  }),
  'data.stream.enabled': boolean({
    doc: 'Whether records go to a data stream by the name of the topic.',
    importance: 'medium',
    default: false,
    group: 'Data streams',
  }),
  'data.stream.prefix': string({
    doc: 'What stands before the name of the topic, and a dash, in the name of the data stream.',
    importance: 'medium',
    default: null,
    group: 'Data streams',
  }),
  'data.stream.timestamp.field': string({
    doc: 'The field with the time of a document. Where a record has none, it is the timestamp of the record.',
    importance: 'medium',
    default: '@timestamp',
    group: 'Data streams',
  }),
  'data.streams.existing.index.template.name': string({
    doc: 'The index template of the data stream, where there is one. Otherwise one is made.',
    importance: 'medium',
    default: null,
    group: 'Data streams',
  }),
});

const security = defineConfig({
  'trust.all.certificates': boolean({
    doc: 'Whether any certificate of a server is good. Only for trying out.',
    importance: 'medium',
    default: false,
    group: 'TLS',
  }),
});

/** The keys of `io.aiven.kafka.connect.opensearch.OpenSearchSinkConnector`. */
export const openSearchConfig = defineConfig(
  mergeDefinitions(
    mergeDefinitions(
      mergeDefinitions(connectionKeys, batchingKeys),
      mergeDefinitions(documentKeys, behavior),
    ),
    mergeDefinitions(resources, mergeDefinitions(tlsKeys, security)),
  ),
);

export type OpenSearchConfig = ConfigOf<typeof openSearchConfig>;

const older = defineConfig({
  'write.method': string({
    doc: '`insert` replaces a document; `upsert` changes the fields that the record has. `index.write.method` says the same, and wins.',
    importance: 'low',
    default: 'insert',
    validator: caseInsensitiveOneOf('insert', 'upsert'),
    group: 'Documents',
  }),
  'type.name': string({
    doc: 'Has no effect: servers have no types of documents any more.',
    importance: 'low',
    default: '',
    group: 'Indexes',
  }),
  'topic.index.map': list({
    doc: 'Topics with the index that each goes to, `topic:index`; the index is made when needed.',
    importance: 'low',
    default: [],
    validator: topicMappings(),
    group: 'Indexes',
  }),
});

/** The keys of `io.aiven.connect.elasticsearch.ElasticsearchSinkConnector`, from which that one came. */
export const olderConfig = defineConfig(mergeDefinitions(openSearchConfig, older));

export type OlderConfig = ConfigOf<typeof olderConfig>;
