import { ConnectError, type SinkOffsetChange, type SourceOffsetChange } from '@sluice/connect-api';
import type { ConnectorConfig } from '../herder/herder.ts';

/** Changes of offsets that a connector is asked about before they are made. */
export interface OffsetsAlteration {
  readonly name: string;
  readonly type: 'source' | 'sink';
  /** As it is stored: the host resolves its `${…}` references. */
  readonly config: ConnectorConfig;
  readonly changes: readonly (SourceOffsetChange | SinkOffsetChange)[];
  /** How long the connector may take. */
  readonly timeoutMs: number;
}

export function alterationTimedOut({ name, type }: OffsetsAlteration): ConnectError {
  return new ConnectError(`Timed out while calling the 'alterOffsets' method for ${type} connector ${name}`, {
    code: 'OFFSETS_NOT_MODIFIED',
  });
}
