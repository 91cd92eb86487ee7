import type { TargetState } from '../../states.ts';
import type { ConnectorInfo } from '../herder.ts';
import type { OffsetsOwner } from '../offsets/offset-access.ts';
import type { ConnectorWork } from '../work/connector-work.ts';

/** A connector of this worker. */
export interface Entry {
  readonly work: ConnectorWork;
  readonly type: 'source' | 'sink';
  readonly version: string;
  target: TargetState;
}

/** A connector that is being started. */
export interface Started {
  readonly entry: Entry;
  readonly started: Promise<void>;
}

export function ownerOf({ work, type }: Entry): OffsetsOwner {
  const { name, config } = work.definition;
  return { name, type, config };
}

export function connectorInfoOf({ work, type }: Entry): ConnectorInfo {
  const { name, config } = work.definition;
  const tasks = work.taskConfigs.map((_config, task) => ({ connector: name, task }));
  return { name, config, tasks, type };
}
