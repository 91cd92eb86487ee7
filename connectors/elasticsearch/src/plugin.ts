import { defineSinkConnector } from '@sluice/connect-api';
import { checkSearch } from './check/check-search.ts';
import { elasticsearchConfig } from './config/elasticsearch-config.ts';
import { elasticsearchSettings } from './config/elasticsearch-settings.ts';
import { olderConfig, openSearchConfig } from './config/opensearch-config.ts';
import { olderSettings, openSearchSettings } from './config/opensearch-settings.ts';
import { elasticsearchIssues, openSearchIssues } from './config/validation.ts';
import { SearchSinkTask } from './search-sink-task.ts';

const version = '4.3.0';
const mappingKey = 'topic.to.existing.resource.mapping';

export const elasticsearchSink = defineSinkConnector({
  className: 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
  taskClassName: 'io.confluent.connect.elasticsearch.ElasticsearchSinkTask',
  version,
  summary: 'Writes records as documents into Elasticsearch or OpenSearch.',
  config: elasticsearchConfig,
  validate: elasticsearchIssues,
  check: (config, context) =>
    checkSearch(
      { settings: elasticsearchSettings(config), mappingKey: 'topic.to.external.resource.mapping' },
      context,
    ),
  createTask: (config, context) => new SearchSinkTask(elasticsearchSettings(config), context),
  alterOffsets: () => true,
});

export const openSearchSink = defineSinkConnector({
  className: 'io.aiven.kafka.connect.opensearch.OpenSearchSinkConnector',
  taskClassName: 'io.aiven.kafka.connect.opensearch.OpenSearchSinkTask',
  version,
  summary: 'Writes records as documents into OpenSearch or Elasticsearch.',
  config: openSearchConfig,
  validate: openSearchIssues,
  check: (config, context) => checkSearch({ settings: openSearchSettings(config), mappingKey }, context),
  createTask: (config, context) => new SearchSinkTask(openSearchSettings(config), context),
  alterOffsets: () => true,
});

export const olderSink = defineSinkConnector({
  className: 'io.aiven.connect.elasticsearch.ElasticsearchSinkConnector',
  taskClassName: 'io.aiven.connect.elasticsearch.ElasticsearchSinkTask',
  version,
  summary: 'The OpenSearch sink under the name that it had before.',
  config: olderConfig,
  validate: (config) => openSearchIssues(config),
  check: (config, context) => checkSearch({ settings: olderSettings(config), mappingKey }, context),
  createTask: (config, context) => new SearchSinkTask(olderSettings(config), context),
  alterOffsets: () => true,
});
