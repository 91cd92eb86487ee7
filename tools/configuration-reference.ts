import { renderConfigMarkdown, type ConfigDefinition } from '@sluice/connect-api';
import { plugins as directoryConnectors } from '@sluice/connector-directory';
import { plugins as searchConnectors } from '@sluice/connector-elasticsearch';
import { plugins as fileConnectors } from '@sluice/connector-file';
import { plugins as jdbcConnectors } from '@sluice/connector-jdbc';
import { plugins as hdfsConnectors } from '@sluice/connector-hdfs';
import { plugins as logConnectors } from '@sluice/connector-logs';
import { plugins as metricsConnectors } from '@sluice/connector-metrics';
import { plugins as redisConnectors } from '@sluice/connector-redis';
import { plugins as toolConnectors } from '@sluice/connector-tools';
import { plugins as basicConverters } from '@sluice/converter-basic';
import { plugins as jsonConverters } from '@sluice/converter-json';
import { plugins as configProviders } from '@sluice/runtime/config-providers';
import {
  connectorKeys,
  restartKeys,
  sinkKeys,
  sourceKeys,
  standaloneKeys,
  workerKeys,
} from '@sluice/runtime';

interface Section {
  readonly title: string;
  readonly text: string;
  readonly keys: ConfigDefinition;
}

const framework: readonly Section[] = [
  {
    title: 'Standalone worker',
    text:
      'Options of converters stand under `key.converter.`, `value.converter.` and `header.converter.`; settings of ' +
      'Kafka clients by their own names, those of the connectors’ clients under `producer.`, `consumer.` and `admin.`.',
    keys: { ...workerKeys, ...standaloneKeys },
  },
  {
    title: 'Every connector',
    text: 'What a connector’s configuration may hold, whatever its class.',
    keys: connectorKeys,
  },
  {
    title: 'Every connector, Sluice’s own',
    text: 'What a Java worker does not know. By default a connector has what its worker has; answers of validation list these keys only where the configuration has one of them.',
    keys: restartKeys,
  },
  { title: 'Sources', text: 'What sources have beside that.', keys: sourceKeys },
  { title: 'Sinks', text: 'What sinks have beside that.', keys: sinkKeys },
];

/** All configuration keys in Markdown, from their declarations. */
export function renderConfigurationReference(): string {
  const plugins = [
    ...directoryConnectors,
    ...searchConnectors,
    ...fileConnectors,
    ...jdbcConnectors,
    ...hdfsConnectors,
    ...logConnectors,
    ...metricsConnectors,
    ...redisConnectors,
    ...toolConnectors,
    ...basicConverters,
    ...jsonConverters,
    ...configProviders,
  ].map(({ className, summary, config }): Section => ({
    title: `\`${className}\``,
    text: summary,
    keys: config,
  }));
  const intro =
    '# Configuration\n\nEvery key with its type, default and valid values; those of transformations and predicates stand in [transformations.md](transformations.md). Written by `npm run generate`; do not edit.\n';
  return [intro, ...[...framework, ...plugins].map(renderSection)].join('\n');
}

function renderSection({ title, text, keys }: Section): string {
  const table = Object.keys(keys).length === 0 ? '' : `\n${renderConfigMarkdown(keys)}`;
  return `## ${title}\n\n${text}\n${table}`;
}
