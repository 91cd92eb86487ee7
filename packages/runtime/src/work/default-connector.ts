import type { SinkConnector, SourceConnector } from '@sluice/connect-api';
import type { ConnectorConfig } from '../herder/herder.ts';

/**
 * The connector of a plugin that declares only tasks: a source has one task, a sink as many as allowed, each with
 * the connector's own configuration.
 */
export function defaultConnector(
  kind: 'source' | 'sink',
  config: ConnectorConfig,
): SourceConnector & SinkConnector {
  return {
    taskConfigs: (maxTasks) => Array.from({ length: kind === 'source' ? 1 : maxTasks }, () => config),
  };
}
