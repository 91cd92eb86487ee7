import type { SinkOffsetChange, SourceOffsetChange } from '@sluice/connect-api';
import type { ConnectorConfig } from '../herder.ts';
import type { ConnectorOffset } from './offset-json.ts';

export type OffsetChange = SourceOffsetChange | SinkOffsetChange;

/** A connector whose offsets are asked about. */
export interface OffsetsOwner {
  readonly name: string;
  readonly type: 'source' | 'sink';
  /** As it is stored. */
  readonly config: ConnectorConfig;
}

/** A change as the connector is told of it. */
export interface PlannedChange<C extends OffsetChange = OffsetChange> {
  /** The same for all changes of one partition. */
  readonly id: string;
  readonly change: C;
}

/** The offsets of one connector, wherever they are. */
export interface OffsetAccess<P extends PlannedChange = PlannedChange> {
  list(): Promise<readonly ConnectorOffset[]>;
  /** What a request asks for, each partition once. @throws ConnectError when it makes no sense. */
  plan(request: readonly ConnectorOffset[]): Promise<readonly P[]>;
  /** What it takes to reset all that there is. */
  planReset(): Promise<readonly P[]>;
  alter(plans: readonly P[]): Promise<void>;
  /** Resets all that there is. */
  reset(plans: readonly P[]): Promise<void>;
  /** Releases what was opened for the request. */
  close(): Promise<void>;
}

/** Opens the offsets of a connector for one request. */
export type OpenOffsets = (owner: OffsetsOwner) => Promise<OffsetAccess>;
