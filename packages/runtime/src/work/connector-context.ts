import {
  ConnectError,
  type PluginLogger,
  type PluginMetrics,
  type SourceConnectorContext,
} from '@sluice/connect-api';
import type { OffsetReader } from '../source-task/offset-reader.ts';

export interface ConnectorContextParts {
  readonly connector: string;
  readonly log: PluginLogger;
  readonly metrics: PluginMetrics;
  readonly signal: AbortSignal;
  readonly configs: () => Promise<Readonly<Record<string, string>>>;
  readonly offsetStorageReader: OffsetReader;
  readonly requestReconfiguration: () => void;
  readonly fail: (error: unknown) => void;
}

/** What a connector is given to ask of the worker; of no use once the connector was shut down. */
export function createConnectorContext(parts: ConnectorContextParts): SourceConnectorContext {
  const { connector, log, metrics, signal, configs, offsetStorageReader } = parts;
  const refuseAfterShutdown = (request: string): void => {
    if (!signal.aborted) return;
    throw new ConnectError(
      `The request ${request} has been rejected because this instance of the connector '${connector}' has already been shut down.`,
    );
  };
  return {
    connector,
    log,
    metrics,
    signal,
    configs,
    offsetStorageReader,
    requestTaskReconfiguration: () => {
      refuseAfterShutdown('for task reconfiguration');
      parts.requestReconfiguration();
    },
    raiseError: (error) => {
      refuseAfterShutdown('to fail the connector');
      parts.fail(error);
    },
  };
}
