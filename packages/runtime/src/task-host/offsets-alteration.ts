import { ConnectError, type SinkOffsetChange, type SourceOffsetChange } from '@sluice/connect-api';
import type { ConnectorQuestion } from './connector-question.ts';

/** Changes of offsets that a connector is asked about before they are made. */
export interface OffsetsAlteration extends ConnectorQuestion {
  readonly type: 'source' | 'sink';
  readonly changes: readonly (SourceOffsetChange | SinkOffsetChange)[];
}

export function alterationTimedOut({ name, type }: OffsetsAlteration): ConnectError {
  return new ConnectError(`Timed out while calling the 'alterOffsets' method for ${type} connector ${name}`, {
    code: 'OFFSETS_NOT_MODIFIED',
  });
}
