import type { TargetState } from '../../states.ts';
import type { StoredConfig } from './config-record.ts';

/** Of one connector, what the config topic has said so far. */
export interface ConnectorEntry {
  /** `null` while there is none, or since it was deleted. */
  readonly config: StoredConfig | null;
  readonly targetState: TargetState | null;
  /** As committed; `null` before the first commit. */
  readonly taskCount: number | null;
  /** Of the last commit that was complete. */
  readonly tasks: readonly StoredConfig[];
  /** By number, written since the last commit; `null` before the first task that was ever seen. */
  readonly uncommitted: ReadonlyMap<number, StoredConfig> | null;
  /** The configuration that the tasks were made from. */
  readonly applied: StoredConfig | null;
  /** For how many tasks transactional ids may be in use (KIP-618). */
  readonly fencedTaskCount: number | null;
  /** Whether tasks were committed since that was told. */
  readonly isFencingPending: boolean;
  /** Counts commits as seen from here: worth comparing with itself only. */
  readonly taskGeneration: number | null;
  /** Whether the tasks of the last commit are not all there, as compaction leaves them. */
  readonly isInconsistent: boolean;
}

export const noEntry: ConnectorEntry = {
  config: null,
  targetState: null,
  taskCount: null,
  tasks: [],
  uncommitted: null,
  applied: null,
  fencedTaskCount: null,
  isFencingPending: false,
  taskGeneration: null,
  isInconsistent: false,
};

export function withConfig(entry: ConnectorEntry, config: StoredConfig): ConnectorEntry {
  return { ...entry, config, targetState: entry.targetState ?? 'STARTED' };
}

/** What is wanted of it has a record of its own, and what was fenced stays fenced. */
export function withoutConfig(entry: ConnectorEntry): ConnectorEntry {
  return { ...entry, config: null, taskCount: null, tasks: [], uncommitted: null, applied: null };
}

export function withTargetState(entry: ConnectorEntry, state: TargetState | null): ConnectorEntry {
  return { ...entry, targetState: state ?? (entry.config === null ? null : 'STARTED') };
}

export function withTask(entry: ConnectorEntry, task: number, config: StoredConfig): ConnectorEntry {
  return { ...entry, uncommitted: new Map(entry.uncommitted).set(task, config) };
}

/** Tasks count once they are committed, and only if all of them are there; more of them is what compaction leaves. */
export function withCommit(entry: ConnectorEntry, taskCount: number): ConnectorEntry {
  // The connector was deleted, and compaction has removed the record of that.
  if (entry.config === null) return withoutConfig(entry);
  const uncommitted = entry.uncommitted ?? new Map<number, StoredConfig>();
  const committed = { ...entry, taskCount, isFencingPending: true };
  const tasks = Array.from({ length: taskCount }, (_, task) => uncommitted.get(task));
  const emptied = entry.uncommitted === null ? null : new Map<number, StoredConfig>();
  if (!tasks.every((config) => config !== undefined))
    return { ...committed, uncommitted: emptied, isInconsistent: true };
  const taskGeneration = entry.uncommitted === null ? entry.taskGeneration : (entry.taskGeneration ?? -1) + 1;
  const applied = entry.config;
  return { ...committed, tasks, uncommitted: emptied, applied, taskGeneration, isInconsistent: false };
}

export function withFencedTasks(entry: ConnectorEntry, fencedTaskCount: number): ConnectorEntry {
  return { ...entry, fencedTaskCount, isFencingPending: false };
}
