import { indexName } from '../resources/resource-names.ts';
import type { OlderConfig, OpenSearchConfig } from './opensearch-config.ts';
import type {
  DocumentSettings,
  IdStrategy,
  Refusal,
  ResourceSettings,
  SearchSinkSettings,
} from './settings.ts';
import {
  batchingSettings,
  connectionSettings,
  sharedDocumentSettings,
  tlsSettings,
} from './shared-settings.ts';
import { parseTopicMappings } from './topic-mappings.ts';

/** What a configuration of the OpenSearch sink says. */
export function openSearchSettings(config: OpenSearchConfig): SearchSinkSettings {
  return {
    connection: connectionSettings(config, tlsSettings(config, config['trust.all.certificates'])),
    batching: batchingSettings(config),
    documents: documentSettings(config),
    resources: resourceSettings(config),
  };
}

/** What a configuration under the older name says. */
export function olderSettings(config: OlderConfig): SearchSinkSettings {
  const settings = openSearchSettings(config);
  const mapped = parseTopicMappings(config['topic.index.map']);
  const upserts = config['write.method'].toLowerCase() === 'upsert';
  const { resources, documents } = settings;
  const isIndexOfTopic = resources.kind === 'index' && !resources.exists;
  return {
    ...settings,
    documents: upserts ? { ...documents, writeMethod: 'upsert' } : documents,
    resources: isIndexOfTopic
      ? { ...resources, nameOf: (topic) => mapped.get(topic) ?? indexName(topic) }
      : resources,
  };
}

function documentSettings(config: OpenSearchConfig): DocumentSettings {
  const header = config['external.version.header'];
  return {
    ...sharedDocumentSettings(config),
    idWithoutKey: config['key.ignore.id.strategy'].toLowerCase() as IdStrategy,
    writeMethod: config['index.write.method'].toLowerCase() as DocumentSettings['writeMethod'],
    versionHeader: header === '' ? null : header,
    routing: routing(config),
    onNull: config['behavior.on.null.values'].toLowerCase() as DocumentSettings['onNull'],
    onMalformed: config['behavior.on.malformed.documents'].toLowerCase() as Refusal,
    onConflict: config['behavior.on.version.conflict'].toLowerCase() as Refusal,
    reportsIgnored: false,
  };
}

function routing(config: OpenSearchConfig): DocumentSettings['routing'] {
  const type = config['routing.type'].toLowerCase();
  if (type === 'value') return { path: config['routing.type.record.value.path'] ?? '' };
  return type === 'key' ? 'key' : 'none';
}

function resourceSettings(config: OpenSearchConfig): ResourceSettings {
  const existing = config['existing.resource.type'].toLowerCase();
  const isStream = existing === 'data_stream' || config['data.stream.enabled'];
  const field = config['data.stream.timestamp.field'];
  const common = { time: isStream ? { field, from: [], keeps: true } : null } as const;
  if (existing !== 'none') {
    const mapped = parseTopicMappings(config['topic.to.existing.resource.mapping'] ?? []);
    const kind = existing === 'data_stream' ? 'data-stream' : (existing as 'index' | 'alias');
    return {
      ...common,
      kind,
      exists: true,
      nameOf: (topic) => mapped.get(topic) ?? null,
      makesTemplate: false,
    };
  }
  const prefix = config['data.stream.prefix'];
  if (!isStream) return { ...common, kind: 'index', exists: false, nameOf: indexName, makesTemplate: false };
  return {
    ...common,
    kind: 'data-stream',
    exists: false,
    nameOf: (topic) => indexName(prefix === null ? topic : `${prefix}-${topic}`),
    makesTemplate: config['data.streams.existing.index.template.name'] === null,
  };
}
