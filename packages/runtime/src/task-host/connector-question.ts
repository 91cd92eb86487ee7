import type { ConnectorConfig } from '../herder/herder.ts';

/** Something a connector class is asked without an instance of it. */
export interface ConnectorQuestion {
  readonly name: string;
  /** As it is stored: the host resolves its `${…}` references. */
  readonly config: ConnectorConfig;
  /** How long the connector may take. */
  readonly timeoutMs: number;
}
