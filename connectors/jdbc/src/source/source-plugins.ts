import {
  defineSourceConnector,
  type CheckContext,
  type ExactlyOnceSupport,
  type SourceConnectorContext,
  type SourceTaskContext,
} from '@sluice/connect-api';
import { checkSource } from './check/check-source.ts';
import { configIssues } from './check/config-issues.ts';
import { findingsOf } from './check/findings.ts';
import type { Mode } from './config/mode-keys.ts';
import { aivenSourceConfig, confluentSourceConfig } from './config/source-config.ts';
import { aivenSettings, confluentSettings, type SourceSettings } from './config/source-settings.ts';
import { JdbcSourceConnector } from './jdbc-source-connector.ts';
import { JdbcSourceTask } from './jdbc-source-task.ts';
import { checkOffsets } from './offsets/check-offsets.ts';

type Properties = Readonly<Record<string, string>>;

const summary = 'Reads tables or a query of a database again and again, and makes a record of each new row.';

/** What is the same for both classes, once their keys are understood. */
function behaviour<C extends { readonly mode: Mode }>(
  settingsOf: (config: C, properties: Properties) => SourceSettings,
) {
  return {
    validate: (config: C) => configIssues(settingsOf(config, {})),
    check: async (config: C, { properties }: CheckContext) =>
      findingsOf(await checkSource(settingsOf(config, properties))),
    createConnector: (config: C, context: SourceConnectorContext) =>
      new JdbcSourceConnector((properties) => settingsOf(config, properties), context),
    createTask: (config: C, context: SourceTaskContext) =>
      new JdbcSourceTask((properties) => settingsOf(config, properties), context),
    exactlyOnceSupport: ({ mode }: C): ExactlyOnceSupport =>
      // By time alone, rows of the same time cannot be told apart.
      mode === 'incrementing' || mode === 'timestamp+incrementing' ? 'SUPPORTED' : 'UNSUPPORTED',
    alterOffsets: checkOffsets,
  };
}

export const confluentSource = defineSourceConnector({
  className: 'io.confluent.connect.jdbc.JdbcSourceConnector',
  taskClassName: 'io.confluent.connect.jdbc.source.JdbcSourceTask',
  version: '10.9.0',
  summary,
  config: confluentSourceConfig,
  ...behaviour(confluentSettings),
});

export const aivenSource = defineSourceConnector({
  className: 'io.aiven.connect.jdbc.JdbcSourceConnector',
  taskClassName: 'io.aiven.connect.jdbc.source.JdbcSourceTask',
  version: '6.10.0',
  summary,
  config: aivenSourceConfig,
  ...behaviour(aivenSettings),
});
